import { rules } from '../../../rules/rule.ts'
import type { Intention } from '../../intention.ts'

/** "Search for it": a remark before says what. */
export const findIt = rules(
  ['(?:search|find|talash|dhoo?ndo?|تلاش|سرچ|ڈھونڈو) ?(?:{KAR})?'],
  (): Intention => ({ intent: 'find', words: 'it' }),
  { soft: true },
)

export const showMe = [
  ...rules(
    [
      '(?:show|list|display|pull up|(?:tell|give|get|read) me)(?: me)?(?: (?:all|only|just))*(?: (?:of|about))?(?: (?:the|my|our))?(?: {words})?',
    ],
    ({ words }): Intention => ({ intent: 'list', ...(words && { words }) }),
    { confidence: 0.85 },
  ),
  ...rules(
    [
      '(?:view|see|open|get(?! rid| back| the date)|print|read|check)(?: (?:all|only|just))*(?: (?:of|about))?(?: (?:the|my|our))? {words}',
    ],
    ({ words }): Intention => ({ intent: 'list', ...(words && { words }) }),
    { soft: true },
  ),
]

export const showing = rules(
  [
    "(?:what|which|wat|whats|what's|what is|what are|what do i have|what have i got|what've i got|which ones?)(?: (?:all|else|exactly))?(?: (?:of )?(?:my|the))? {words}",
    '(?:give|bring) me (?:all |only |just )*(?:my |the )?{words}',
    '(?:do i have|have i got|is there|are there|got|anything|any|everything|all) {words}',
    '(?:how many|how much) {words}',
    '(?:when|what time) (?:is|are|was) (?:my |the )?{words} due',
    "(?<words>overdue|todays?|today's|tomorrow(?:'s)?|this week|next week|my tasks|tasks|my list|list|everything|all tasks|my day|inbox|all|all my tasks|my open tasks|open tasks|done tasks|completed tasks|deleted tasks|trash|upcoming|due today|due tomorrow|due this week|agenda|my agenda)(?: tasks| list| stuff| agenda)?",
    '(?:my|the|all|all my|only) {words} (?:tasks|to-?dos|items|list)',
    '{words} (?:{SHOW})(?: (?:mujhe|mjhe|zara))?',
    '(?:mujhe |mjhe |muje |zara )?(?:{SHOW}) (?:mujhe |mjhe |ke |keh )?{words}',
    '{words} (?:kya|kia|kaun|kon|konsa|kaunsa|kaunse|konse|kitn[ea]y?|kitni) .*(?:hai|hain|he|hn|h|ha|hen|tha|thay|the|rah gaye|reh gaye|rehte|baqi|kiya|kiye|hua|hue)',
    '(?:kya|kia|kaun|kon|konsa|kaunsa|kaunse|konse|kitn[ea]y?|mere|meray) {words} (?:hai|hain|he|hn|h|ha|hen|baqi|reh gaye|rehte hain)',
    '{words} {TASKS}(?: (?:hai|hain|he|hn|h))?(?: (?:kya|kia))?',
    '(?<words>(?:kin|کن) .+)',
    '{words} (?:دکھا|بتا|{SHOW})(?: (?:مجھے|ذرا))?',
    '(?:مجھے |ذرا )?(?:{SHOW}) (?:مجھے |کہ )?{words}',
    '{words} (?:کیا|کون|کونسا|کونسے|کتنے|کتنا|کتنی) .*(?:ہے|ہیں|تھا|تھے|رہ گئے|رہتے|باقی|کیا|کیے|ہوا|ہوئے)',
    '(?:کیا|کون|کونسا|کونسے|کتنے|میرے) {words} (?:ہے|ہیں|باقی|رہ گئے|رہتے ہیں)',
  ],
  ({ words = '' }): Intention | undefined =>
    /^(?:ek|aik|naya|koi|one|a|ایک|نیا|کوئی)$/iu.test(words) ? undefined : { intent: 'list', ...(words && { words }) },
  { confidence: 0.75 },
)
