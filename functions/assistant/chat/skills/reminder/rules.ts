import { rules } from '../../rules/rule.ts'
import type { Intention } from '../intention.ts'

type Said = Readonly<Record<string, string | undefined>>

/** Where task and moment stand together, the step that reads dates splits them. */
const remindOf = ({ which, rest }: Said): Intention | undefined => {
  const said = which ?? rest
  return said ? { intent: 'remind', which: said, when: said } : undefined
}

const removing = rules(
  [
    '(?:remove|delete|cancel|turn off|switch off|stop|drop|clear|disable|kill|take off|get rid of)(?: (?:the|all|my|any|its))*(?: {REMINDER})(?: (?:of|for|on|from|about))? {which}',
    "(?:remove|delete|cancel|turn off|stop|drop|clear|disable) {which}(?:'s)? {REMINDER}",
    "(?:no|without)(?: more)? {REMINDER} (?:for|on|about) {which}|(?:don't|dont|do not|stop) (?:remind|reminding|bother|bothering|notify|notifying|alert|alerting|nag|nagging) (?:me )?(?:about|of|for|to) {other}(?: (?:anymore|any more|again))?|i don't need (?:a|the|to be) (?:reminder|reminded) (?:for|about|of) {third}",
    '{which}(?:{KA}|{PAR}|{SE})? (?:wala |wali )?{REMINDER}(?:{KO})? (?:{REMOVE})',
    '{which}(?:{KA}|{PAR})? (?:wala |wali |والا |والی )?{REMINDER} (?:nahi|nahin|nai|نہیں) (?:chahiye|chahie|چاہیے|چاہئے)(?: .*)?',
    '{which}(?:{KA})? (?:bare mein |baare mein |baray mein |liye )?(?:mujhe |mjhe )?(?:yaa?d|remind) (?:na|mat) (?:dila\\w*|kara\\w*|karwa\\w*|{KAR})(?: \\w+)?',
    '{which}(?:{KA}|{PAR}|{SE})? (?:والا |والی )?{REMINDER}(?:{KO})? (?:{REMOVE})',
    '{which}(?:{KA})? (?:بارے میں |لیے )?(?:مجھے )?یاد (?:نہ|مت) (?:دلا\\S*|کرا\\S*|کروا\\S*)(?: \\S+)?',
  ],
  ({ which, other, third }): Intention | undefined => {
    const said = which ?? other ?? third
    return said ? { intent: 'unremind', which: said } : undefined
  },
  { confidence: 0.92 },
)

const snoozing = rules(
  [
    '(?:snooze|re-?snooze)(?: (?:the|my|that|this|it|reminder|alarm))*',
    '(?:snooze) (?:for |until |till |by |to )?(?<when>(?:\\d+|an?|one|two|three|five|ten|fifteen|twenty|thirty|half).*|tomorrow.*|tonight|later|next .*|until .*|till .*)',
    '(?:snooze) {which} (?:for|until|till|by|to) {when}',
    '(?:snooze) {which} (?<when>(?:\\d+ ?(?:m|min|h|hr|hour|d|day)\\w*|an hour|half an hour|tomorrow.*))',
    '(?:snooze) {which}',
    '(?:remind|ping|nudge|ask|bug|tell|alert) me (?:again|later)(?: about (?:it|that|this))?(?: (?:in|at|after)?)? ?{when}',
    '(?:remind|ping|nudge|ask|bug) me (?:again|later) (?:about|of|for) {which} {when}',
    '(?:remind|ping|nudge|ask|bug) me (?:about|of|for) {which} again {when}',
    '(?:remind|ping|nudge|ask) me (?:again|later)(?: about (?:it|that|this))?',
    '(?:not now|later|in a bit|give me),? (?:remind me |ask me |again )*(?:in |after |another )?{when}',
    '{which}(?:{KO}|{KA})? (?:snooze|isnooz) {KAR} (?!(?:do|dein|den|dain|lo|na)$){when}|(?:snooze|isnooz) {KAR}(?: {after})?',
    '{which}(?:{KO})? {when} (?:ke liye |tak |k liye |kay liye )?(?:snooze) {KAR}',
    '{which}(?:{KO}|{KA})? (?:snooze|isnooz) {KAR}',
    '(?<when>(?:\\d+|ek|aik|do|teen|paanch|panch|das|dus|pandra|pandrah|bees|aadha|adha|aadhe|adhe) .*) (?:ke liye |tak |k liye |kay liye )?(?:snooze|isnooz) {KAR}',
    '(?:(?<which>(?:isko|is ko|isay|usko|yeh?|.+?{KO}|.+?{KA})) )?(?<when>.*(?:baad|bad|der|tak|subah|subha|kal|ghant\\w+|minute?|min|mint).*?) (?:phir|dobara|dubara|phr|again|wapis)(?: se)? {REMIND}',
    '(?:phir|dobara|dubara|phr)(?: se)? {when} {REMIND}',
    '{which}(?:{KA})? (?:wala |wali )?{REMINDER}(?:{KO})?(?: abhi nahi,?)? {when} (?:phir|dobara|dubara|again)(?: se)?(?: \\w+(?: do| dena)?)?',
    '{which}(?:{KA})? (?:wala |wali )?{REMINDER}(?:{KO})? {when} (?:tak|ke liye) .+',
    '{which}(?:{KO}|{KA})? (?:اسنوز|سنوز|سنووز) {KAR}(?: {when})?|(?:اسنوز|سنوز) {KAR}(?: {after})?',
    '{which}(?:{KO})? {when} (?:کے لیے |کے لئے |تک )?(?:اسنوز|سنوز) {KAR}',
    '(?<when>(?:\\d+|ایک|دو|تین|پانچ|دس|پندرہ|بیس|آدھا|آدھے) .*) (?:کے لیے |کے لئے |تک )?(?:اسنوز|سنوز) {KAR}',
    '(?:(?<which>(?:اسے|اس کو|یہ|.+?{KO}|.+?{KA})) )?(?<when>.*(?:بعد|دیر|تک|صبح|کل|گھنٹ\\S+|منٹ).*?) (?:پھر|دوبارہ)(?: سے)? {REMIND}',
    '{which}(?:{KA})? (?:wala |wali )?{REMINDER}(?:{KO})? (?<when>.*(?:baad|bad))(?: {KAR})?',
    '{which}(?:{KA})? (?:والا |والی )?{REMINDER}(?:{KO})? (?<when>.*بعد)(?: {KAR})?',
    '(?:پھر|دوبارہ)(?: سے)? {when} {REMIND}',
    '{which}(?:{KA})? (?:والا |والی )?{REMINDER}(?:{KO})?(?: ابھی نہیں[,،]?)? {when} (?:پھر|دوبارہ)(?: سے)?(?: \\S+(?: دو| دینا)?)?',
    '{which}(?:{KA})? (?:والا |والی )?{REMINDER}(?:{KO})? {when} (?:تک|کے لیے) .+',
  ],
  ({ which, when, after }): Intention | undefined => {
    const later = when ?? after
    return { intent: 'snooze', ...(which && { which }), ...(later && { when: later }) }
  },
  { confidence: 0.88 },
)

const listing = rules(
  [
    "(?:(?:show|list|see|give|display|what are|which|what|what's|do i have)(?: me)? )?(?:any |all |of |my |the |upcoming |next |active |set |pending )*(?:reminders|alarms|notifications)(?: (?:do i have|are set|i have|are coming(?: up)?|coming(?: up)?|set|are there|today|for today|left|active|are active|are armed|scheduled))*",
    '(?:what|when) (?:will|are|do) (?:you|i) (?:remind|reminding|get reminded|be reminded)(?: me)?(?: (?:of|about|next))*',
    '(?:mere |meray |sab |sare |tamam )*(?:reminders?|alarms?)(?: (?:kon kon se|kaun kaun se|kon se|kaun se|konse|kya kya|kya|lage|laga|set|hue|huay))*(?: (?:{SHOW}|hain|hn|he|hai))*',
    '(?:kon|kaun) ?(?:kon |kaun )?(?:se|sy) (?:reminders?|alarms?)(?: (?:lage|laga|set))?(?: (?:hue|huay))?(?: hain| hn)?',
    '(?:میرے |سب |سارے |تمام )*{REMINDER}(?: (?:کون کون سے|کون سے|کونسے|کیا کیا|کیا|لگے|لگا|سیٹ|ہوئے))*(?: (?:{SHOW}|ہیں|ہے))*',
    'کون ?(?:کون )?سے {REMINDER}(?: (?:لگے|سیٹ))?(?: ہوئے)?(?: ہیں)?',
  ],
  (): Intention => ({ intent: 'reminders' }),
  { confidence: 0.9 },
)

/** "Remind me to call Ali at 5": the task may exist; if it does not, it is a new one. */
const reminding = [
  ...rules(
    [
      '(?:remind|ping|nudge|alert|notify|warn|tell) me (?:about|of|for|on) {rest}',
      '(?:remind|ping|nudge|alert|notify|warn|tell) me (?<rest>(?:\\d+|an?|one|two|half|thirty|fifteen|ten|twenty|five).* (?:before|ahead of|prior to) .+)',
      '(?:set|add|create|put|make|schedule)(?: up)?(?: (?:a|an|another|the))? {REMINDER} (?:for|on|to|about|of) {rest}',
      '(?:set|add|create|put)(?: (?:a|an|another|the))? {when} {REMINDER} (?:for|on|to|about|of) {which}',
      '(?:give|send) me (?:a|an|another) {REMINDER} (?:for|about|of|on) {rest}',
      '{REMINDER} (?:for|about|on) {rest}',
      '(?:remind) me (?<rest>(?:at|in|on|tomorrow|today|tonight|every|next|this) .+? (?:about|of) .+)',
      "(?:i need|i want|i'd like) (?:a|an|another) {REMINDER} (?:for|about|of|on) {rest}",
      '{rest} (?:ke bare mein|ke baare mein|ke baray mein|ke liye|ka|ki|ke|par|pe|wala|k liye)? ?(?:mujhe |mjhe |muje )?{REMIND}',
      '(?:mujhe |mjhe |muje )?{REMIND} {rest}',
      '{rest} (?:کے بارے میں|کے لیے|کے لئے|کا|کی|کے|پر|والا)? ?(?:مجھے )?{REMIND}',
      '(?:مجھے )?{REMIND} {rest}',
    ],
    ({ which, when, rest }) => (which && when ? { intent: 'remind', which, when } : remindOf({ rest })),
    { soft: true, confidence: 0.88 },
  ),
  ...rules(['(?:remind|ping|nudge|tell) me to {rest}', '(?:remind|nudge) me {rest}'], remindOf, {
    soft: true,
    confidence: 0.8,
  }),
]

export const reminderRules = { removing, snoozing, listing, reminding }
