import { rules } from '../../../rules/rule.ts'
import type { Intention } from '../../intention.ts'

/** Without a moment: the due date goes away. */
export const clearing = rules(
  [
    '(?:remove|clear|delete|drop|unset|take (?:off|away)|get rid of|strip)(?: the| its)? (?:due ?)?(?:date|deadline|due|due date|schedule)(?: and time)? (?:from|of|on|off|for) {which}',
    "(?:remove|clear|drop|unset) {which}(?:'s)? (?:due ?)?(?:date|deadline|due)",
    '(?:make|set|leave) {which} (?:with )?(?:no|without(?: a)?|undated) ?(?:due ?)?(?:date|deadline)?',
    '(?:unschedule|un-schedule) {which}',
    '(?:take|strip|get) (?:the |its )?(?:due ?)?(?:date|deadline|due date) (?:off|away from|out of) {which}',
    '{which} (?:has|needs|should have) no (?:due ?)?(?:date|deadline)(?: anymore)?',
    '{which}(?:{KA}|{SE}) (?:due ?)?(?:date|tareekh|tarikh|deadline)(?:{KO})? (?:{REMOVE})',
    '{which}(?:{KO})? (?:baghair|bina|bagair|begair) (?:kisi )?(?:date|tareekh|deadline)(?: {KA})? {KAR}',
    '{which}(?:{KA}|{SE}) (?:تاریخ|ڈیٹ|ڈیڈ لائن|آخری تاریخ)(?:{KO})? (?:{REMOVE})',
    '{which}(?:{KO})? (?:بغیر|بنا) (?:کسی )?(?:تاریخ|ڈیٹ)(?: {KA})? ?{KAR}',
  ],
  ({ which }): Intention | undefined => (which ? { intent: 'move', which } : undefined),
)

export const moving = [
  ...rules(
    [
      '(?:move|reschedule|re-schedule|postpone|push|shift|delay|defer|bump)(?: (?:the|forward|back|up|off|out|over))? {rest}',
      '(?:change|set|move|update)(?: the)? (?:due ?)?(?:date|time|deadline|day|due) (?:of|for|on) {rest}',
      '{rest} (?:(?:move|shift|reschedule|postpone|multavi) {KAR}|(?:موو|شفٹ|منتقل|ملتوی|ری شیڈول) {KAR})',
    ],
    ({ rest }): Intention | undefined => (rest ? movedBy(rest) : undefined),
    { soft: true, asks: true, confidence: 0.85 },
  ),
  ...rules(
    [
      '(?:bring|put|change|set|slide|carry|kick|roll|drag|make|schedule|plan|do)(?: (?:the|forward|back|up|off|out|over))? {rest}',
      '{rest} (?:from now on)',
      '{which} (?:is|are|should be|moved|got moved|has (?:been )?moved|was moved|is now|needs to be|can wait|will be|is happening)(?: (?:now|due|until|till|to|on|for|pushed|postponed|moved))* {rest}',
      '(?<rest>.+ to (?:today|tomorrow|tonight|monday|tuesday|wednesday|thursday|friday|saturday|sunday|next .+|the \\d.+|\\d.*))',
      '{rest} (?:{PUT})',
      '{rest} (?:{KAR})',
    ],
    ({ which, rest }): Intention | undefined => (rest ? movedBy(which ? `${which} to ${rest}` : rest) : undefined),
    { soft: true, confidence: 0.75 },
  ),
]

/** The step that reads dates splits the words into the task and the moment. */
const movedBy = (words: string): Intention => ({ intent: 'move', which: words, when: words })

/** "I'll do X on Saturday instead": the word makes it a move, if there is such a task. */
export const instead = rules(
  [
    "(?:i'll |i will |let's |we'll |i'd rather |do |make )*(?!(?:call|name|rename) (?!.* (?:at|on) )){rest} instead",
    '(?<rest>.+ (?:ki|ke|کی|کے) (?:bajaye|bajae|bajay|بجائے) .+)',
    '{rest} (?:pe|par|پر) (?:daal|dal|ڈال)(?:o|do| do| dein|و| دو| دیں)',
  ],
  ({ rest }): Intention | undefined => (rest ? movedBy(rest) : undefined),
  { soft: true },
)
