import { rules } from '../../../rules/rule.ts'
import type { Intention } from '../../intention.ts'

const adding = ({ words, tail, when }: Readonly<Record<string, string | undefined>>): Intention | undefined => {
  if (!words) return undefined
  // Quick add reads the request for a reminder in front of the task.
  if (when) return { intent: 'add', words: `mujhe yaad dilana ke ${words} ${when}` }
  return { intent: 'add', words: [words, tail].filter(Boolean).join(' ') }
}

/** "Add a task": the task itself comes next, or has to be asked for. */
export const addingNothing = rules(
  [
    '(?:add|create|make|new|note)(?: (?:a|an|another|one|one more|new))*(?<words> (?:task|to-?do|item|one more|thing))',
    '(?:(?:ek|aik|naya|nya|aur) )+(?<words>kaa?m|task)(?: aur)? (?:likh|add|note|shamil|daal|bana)\\w*(?: ?(?:{KAR}|do|dein|lo|dijiye))?',
    '(?:(?:ایک|نیا|اور) )+(?<words>کام|ٹاسک)(?: اور)? (?:لکھ|ایڈ|نوٹ|شامل|ڈال|بنا)\\S*(?: ?(?:{KAR}|دو|دیں|لو|دیجیے|دیجئے))?',
  ],
  ({ words }): Intention | undefined => (words ? { intent: 'add', words } : undefined),
)

/** The command of adding is so plain that the rest is the task, whatever verbs it has. */
export const explicitAdd = rules(
  [
    '(?:add|create|make|new|insert|put in|enter|log|save|write down|jot down|note down|capture|track|set up)(?: me)?(?: (?:a|an|the|another|one more|one))?(?: (?:new|quick|urgent|recurring|repeating))?(?: (?:task|to-?do|todo|item|entry|job|reminder task))(?: (?:to|that says|saying|called|named|titled|for me to|for|about|which says))?(?: ?[:-])? {words}',
    '(?:add|create|insert|put in|enter|jot down|write down|note down|capture)(?: ?[:-])? (?!(?:karo|kro|krdo|kardo|kar ?do|kr ?do|karein|karen|kijiye|karna) )(?!(?:a |an |the |another )?(?:note|notes|tag|tags|label|reminder|reminders|priority|due date|deadline|date|#\\S+ (?:to|on))(?:[ :]|$))(?:(?:to|on|in) (?:my |the )?(?:list|tasks|to-?do(?: list)?|inbox)(?: ?[:-])? )?{words}(?: (?:to|on|in|into|onto) (?:my |the )?(?:list|tasks|to-?dos?(?: list)?|task list|inbox))?',
    '(?:new|todo|to do|to-do|task|note to self|memo)(?: task| item| one)?(?: ?[:-]|,) ?{words}',
    '(?:new|another) (?:task|to-?do|item|one),? {words}',
    'put {words} (?:on|in|into|onto|to) (?:my |the )?(?:list|tasks|to-?dos?(?: list)?|task list|inbox|calendar)',
    'put {words} (?:on|in|into|onto|to) (?:my |the )?(?:list|tasks|to-?dos?(?: list)?|task list|inbox),? {tail}',
    "(?:remember|dont forget|don't forget|do not forget|don't let me forget|make sure (?:i|to|that i)|make a note) (?:to|that i(?: have to| need to| should| must)?|i(?: have to| need to| should)?) {words}",
    "(?:i|we) (?:(?:still |also |really )?(?:need|have|ought|want|gotta|got|'ve got|'ve) to|must|should|gotta|better|'d better|will|'ll|am going to|'m going to|am supposed to)(?: (?:probably|really|also|definitely|just))* (?!(?:know|see) ){words}",
    "i'(?:ve got to|ve to|d better|ll|m going to|m supposed to) {words}",
    '(?:i|we) (?:also |still )?need (?!(?:to|you|it|help|that|this|them|more)(?: |$)){words}',
    '(?:naya|nya|aik naya|ek naya|ek|aik) (?:kaa?m|task)(?: {KAR}| (?:add|shamil|daal|dal|bana|likh)\\w*(?: ?(?:{KAR}|do|dein|lo|dain))?| hai)? ?[:-]? {words}',
    '(?:task|kaa?m) (?:(?:add|shamil) {KAR}|(?:bana|daal|dal|likh)(?:o|ao| do| dein| lo|do|lo)) ?(?:[:-]|ke|keh)? {words}',
    '(?:(?:meri |mere )?(?:list|todo|tasks?) (?:mein|main|me) )?(?:(?:add|shamil|note) {KAR}|(?:daal|dal|likh)(?:o| do| dein| lo|do)) ?[:-]? {words}',
    '(?:mujhe|mjhe|muje|مجھے) {when} (?:yaa?d dil\\w*|yaa?d kar\\w*|یاد (?:دلا|کرا)\\S*)(?: (?:do|dena|دو|دینا))? (?:ke|keh|kay|k|کہ) {words}',
    '{words} (?:ka|ki|ke) (?:(?:naya |ek |aik )?(?:kaa?m|task|todo|item)) (?:(?:add|shamil|create|set) ?{KAR}|(?:bana|daal|dal|likh|rakh|laga)(?:o|ao| do| dein| dain| lo|do|lo))',
    '{words}(?:{KO})?,?(?: (?:yeh?|ye)(?: (?:kaa?m|task))?)? (?:(?:meri |mere )?(?:list|lists|kaamon|kamon|tasks?|todo)(?:{MEIN}| ki list{MEIN})? )?(?:(?:add|aid|shamil|create|note|save) ?{KAR}|(?:bana|daal|dal|likh)(?:o| do| dein| dain| lo|do|lo| lein| lena))',
    '(?:نیا|ایک نیا|ایک) (?:کام|ٹاسک)(?: (?:شامل|ایڈ|بنا|ڈال|لکھ|نوٹ)\\S*(?: ?(?:{KAR}|دو|دیں|لو))?| ہے)? ?[:-]? {words}',
    '(?:ٹاسک|کام) (?:(?:شامل|ایڈ|نوٹ) ?{KAR}|(?:بنا|ڈال|لکھ)(?:ؤ|و| دو| دیں| لو|دو|لو)) ?(?:[:-]|کہ)? {words}',
    '(?:(?:میری |میرے )?(?:لسٹ|فہرست) میں )?(?:(?:شامل|ایڈ|نوٹ) ?{KAR}|(?:ڈال|لکھ)(?:و| دو| دیں| لو|دو)) ?[:-]? {words}',
    '{words} (?:کا|کی|کے) (?:(?:نیا |ایک )?(?:کام|ٹاسک)) (?:(?:شامل|ایڈ|نوٹ|سیٹ) ?{KAR}|(?:بنا|ڈال|لکھ|رکھ|لگا)(?:ؤ|و| دو| دیں| لو|دو|لو))',
    '{words}(?:{KO})?[,،]?(?: یہ(?: (?:کام|ٹاسک))?)? (?:(?:میری |میرے )?(?:لسٹ|فہرست|کاموں|ٹاسکس?|ٹوڈو)(?:{MEIN}| کی (?:لسٹ|فہرست){MEIN})? )?(?:(?:شامل|ایڈ|نوٹ|محفوظ|درج) ?{KAR}|(?:بنا|ڈال|لکھ)(?:ؤ|و| دو| دیں| لو|دو|لو| لیں))',
  ],
  adding,
  { confidence: 0.95 },
)
