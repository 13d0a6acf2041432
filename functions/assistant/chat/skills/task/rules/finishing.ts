import { rules } from '../../../rules/rule.ts'
import type { Intention } from '../../intention.ts'
import { onWhich } from './simple.ts'

export const finishing = [
  ...rules(
    [
      '(?:re-?open|un-?complete|un-?check|un-?tick|un-?mark|un-?finish|un-?done) {which}',
      '(?:open|activate) {which} again|(?:open|bring) {other} back up',
      '(?:mark|set) {which} (?:as |to |back to )*(?:not (?:done|complete|completed|finished)|undone|un-?done|open|incomplete|unfinished|to ?do|active|pending|in progress)(?: again)?',
      "{which} (?:isn't|isnt|is not|wasn't|was not|aren't|are not|not)(?: really| actually)? (?:done|complete|completed|finished)(?: (?:yet|after all|actually))?",
      "(?:i )?(?:haven't|didn't|have not|did not)(?: actually| really)? (?:finish(?:ed)?|complete(?:d)?|done?) {which}(?: (?:yet|after all))?",
      '(?:actually |wait )*{which} (?:still needs|needs) (?:to be done|doing|work)(?: again)?',
      '{which}(?:{KO})? (?:dobara|dubara|phir se|wapa?i?s|again|phr se) (?:se )?(?:khol(?:o| do| dein|do| dain|na)?|open ?{KAR}|reopen ?{KAR}|chalu {KAR}|shuru {KAR}|active {KAR})|(?:reopen|open|re-open) {KAR} {other}',
      '{which}(?:{KO})? (?:re-?open|undone|not done|incomplete|pending|un-?complete) (?:mark )?{KAR}',
      '{which} (?:abhi |abhi tak |to |toh )*(?:complete |mukammal |done |khatam |poora |pura |finish )?(?:nahi|nahin|nhi|nai) (?:hua|hui|huwa|huaa|hue|hua hai|hui hai|kiya|kia|ki)(?: (?:hai|abhi|tha))*(?:,? gh?alti .*)?',
      '{which}(?:{KO})? (?:دوبارہ|پھر سے|واپس) (?:سے )?(?:کھول(?:و| دو| دیں|دو|یں|نا)?|اوپن ?{KAR}|ری اوپن {KAR}|چالو {KAR}|شروع {KAR})',
      '{which}(?:{KO})? (?:ری ?اوپن|نامکمل|ادھورا) (?:مارک )?{KAR}',
      '{which} (?:ابھی |ابھی تک |تو )*(?:مکمل |ختم |پورا |پوری )?نہیں (?:ہوا|ہوئی|ہوئے|کیا|کی)(?: (?:ہے|ابھی|تھا))*(?:[،,]? غلطی .*)?',
    ],
    onWhich('reopen'),
  ),
  ...rules(
    [
      '(?:restore|restore (?:it|that)|bring it back|undelete|(?:restore|bahal|recover) {KAR}|wapa?i?s (?:la|le aa?)(?:o| do| dein|do)|(?:بحال|ریسٹور) {KAR}|واپس (?:لا|لے آ)(?:ؤ|و| دو| دیں))',
      '{which} (?:غلطی سے )(?:ڈیلیٹ|حذف|ختم) (?:{HOGAYA}|{KARLIYA})(?: تھا)?',
      '(?:restore|undelete|un-delete|recover|bring back|revive|get back|un-?trash) {which}(?: (?:from (?:the )?(?:trash|bin)|back))?',
      "(?:bring|get|put|give me) {which} back(?: (?:from (?:the )?(?:trash|bin)|again))?|i (?:didn't|did not) (?:want|mean) to delete {other}|undo (?:the )?(?:deletion|deleting|delete) of .+",
      '{which}(?:{KO})? (?:wapa?i?s|wapas) (?:la(?:o|ao|do| do| dein|na|en|ein)|le ?aa?o|le aayen|le ao)|{other}(?:{KO})? (?:restore|bahal|recover|undelete) ?{KAR}',
      '(?:wapa?i?s lao|restore {KAR}|bahal {KAR}) {which}',
      '{which}(?:{KO})? (?:trash|delete|bin) se (?:wapa?i?s )?(?:nikal\\w*|la\\w*|{KAR})(?: do| dein)?',
      '{which}(?:{KO})? واپس (?:لا(?:ؤ|و|ئیں| دو| دیں|نا)|لے ?آ(?:ؤ|و|ئیں))|{other}(?:{KO})? (?:بحال|ریسٹور|ری سٹور) ?{KAR}',
      '(?:واپس لاؤ|بحال {KAR}) {which}',
      '{which}(?:{KO})? (?:حذف شدہ|ٹریش|ردی) (?:کاموں )?سے (?:واپس )?(?:نکال\\S*|لا\\S*|{KAR})(?: دو| دیں)?',
    ],
    onWhich('restore'),
  ),
  ...rules(
    [
      "(?:i |i've |oops )*(?:accidentally |mistakenly )?deleted {which}(?: (?:by (?:mistake|accident)|accidentally|mistakenly))?",
      '{which} (?:gh?alti se |galti say )?(?:delete|hazf|remove) (?:{HOGAYA}|{KARLIYA})(?: tha)?',
      '{which}(?:{KO})? (?:wapa?i?s) {KAR}',
      '{which}(?:{KO})? واپس {KAR}',
    ],
    onWhich('restore'),
    { soft: true },
  ),
  ...rules(
    [
      '(?:done|all done|complete|complete it|mark (?:it )?(?:as )?(?:done|complete)|tick it(?: off)?|check it off|finished|{DONE} (?:mark )?{KAR}|{HOGAYA})',
    ],
    (): Intention => ({ intent: 'complete', which: 'it' }),
  ),
  ...rules(
    [
      '(?:mark|check|tick|cross|set|flag) {which} (?:as |to |is )*(?:done|complete|completed|finished|closed)(?: please)?|(?:check|tick|cross|mark) off {other}|(?:check|tick|cross|mark) {third} off(?: (?:my|the) list)?',
      "(?:complete|completed|done|done with|finished|finished with|all done with|i'm done with|im done with|i am done with|we're done with|i've (?:done|finished|completed)|ive (?:done|finished|completed)|i have (?:done|finished|completed)|i (?:just |already )?(?:did|finished|completed)|just (?:did|finished|completed)|mark done|mark complete|tick|check off) ?:? {which}(?: (?:already|today|now|just now|earlier|this morning))?",
      "{which} (?:is|are|was|were|has been|have been|got|'s)(?: (?:now|all|already|finally|both))* (?:done|complete|completed|finished|sorted|taken care of|dealt with)(?: (?:now|already|too|with))?",
      '{which},? (?:done|completed|finished|complete|✓|✔|✅|is history)',
      '{which}(?:{KO})?(?: (?:kaa?m|task))?(?: (?:as|ko))? {DONE} (?:mark )?(?:{KAR}|{HOGAYA}|{KARLIYA}|hai|he|samjho|karen)',
      '{which}(?:{KO}|{KA} kaa?m|{PAR})? (?:{HOGAYA}|{KARLIYA}|nipta (?:do|diya|dia|liya|lo|dein)|nimta (?:do|diya|liya)|nipat (?:gaya|gya|gayi)|nimat gaya|tick (?:laga do|lagao|{KAR})|{DONE})',
      '(?:maine|mene|main ne|mai ne|hum ne) {which}(?:{KO})? (?:{DONE} )?(?:{KARLIYA}|kiya|kia|ki|kiye|li|liya|di|diya|bhej diya|bhej di)(?: (?:hai|hain|he|tha))?',
      '(?:complete|done|mukammal|khatam) {KAR} {which}',
      '{which}(?:{KO})?(?: (?:کام|ٹاسک))? {DONE} (?:مارک )?(?:{KAR}|{HOGAYA}|{KARLIYA}|ہے|سمجھو)',
      '{which}(?:{KO}|{KA} کام|{PAR})? (?:{HOGAYA}|{KARLIYA}|(?:نپٹا|نمٹا) ?(?:دو|دیا|لیا|لو|دیں)|(?:نپٹ|نمٹ) ?(?:گیا|گئی|گئے)|ٹک (?:لگا دو|لگاؤ|{KAR})|نشان لگا دو|{DONE})',
      '(?:میں نے|ہم نے) {which}(?:{KO})? (?:{DONE} )?(?:{KARLIYA}|کیا|کی|کیے|لی|لیا|دی|دیا|دے دیا|بھیج دیا|بھیج دی|خرید لیا|جمع کرا دیا|جمع کروا دیا)(?: (?:ہے|ہیں|تھا))?',
    ],
    onWhich('complete'),
  ),
  ...rules(
    [
      '(?:finish|close|wrap up|knock out|tick|check|cross out|archive) {which}',
      "(?:(?:i|i've|ive|i have|we|just|already|finally|so) )*(?:bought|paid|sent|made|wrote|got|took|went|read|met|booked|called|fixed|cleaned|submitted|emailed|returned|renewed|picked|watered|ordered|washed|reviewed|prepared|filed|visited|signed|did|cooked|studied|texted|phoned|ran|backed|posted|mailed|dropped|collected|replied|found|told|spoke to|spoke with|talked to|talked with|gave|brought|swept|hung|chose|handed|(?!(?:add|mov|creat|renam|remov|chang|need|want|schedul|miss|tagg)ed )\\w{2,}ed)(?: (?:up|off|out|in|to|back))? {which}(?: (?:already|today|now|just now|earlier|this morning|yesterday))?",
      "{which}(?:'s| is| are| was| were| has been| have been| got)(?: (?:now|all|already|finally))* (?:paid|bought|sent|booked|made|written|cleaned|called|fixed|ordered|returned|renewed|submitted|washed|sorted|\\w{2,}ed)(?: (?:now|already|today|just now))?",
      '{which} (?:aa|a) ?(?:gaya|gya|gayi|gai|gaye)(?: (?:hai|he|hain))?|{other} آ ?(?:گیا|گئی|گئے)(?: (?:ہے|ہیں))?',
      '{which} [a-z]+ (?:diya|dia|di|diye|liya|lia|li|liye|gaya|gya|gayi|gai)(?: (?:hai|hain|he|h))?|{other} [\\u0600-\\u06ff]+ (?:دیا|دی|دیے|لیا|لی|لیے|گیا|گئی)(?: (?:ہے|ہیں))?',
      '{which} (?:le|de|bhej|mil|kha|likh|parh|pohanch|jama kara|jama karwa|khareed|kharid|pay|submit|send) (?:liya|lia|li|diya|dia|di|aaya|aya|gaya|liye|diye)(?: (?:hai|hain|he|hun))?',
      '{which} (?:لے|دے|بھیج|مل|کھا|لکھ|پڑھ|پہنچ|جمع کرا|جمع کروا|خرید) (?:لیا|لی|دیا|دی|آیا|گیا|لیے|دیے)(?: (?:ہے|ہیں|ہوں))?',
    ],
    onWhich('complete'),
    { soft: true },
  ),
  ...rules(
    [
      '(?:delete|remove|trash|hata ?do|hatao|mita ?do|mitao|delete {KAR}|hazf {KAR}|ہٹا ?دو|ہٹا دیں|ہٹاؤ|مٹا ?دو|مٹاؤ|حذف {KAR}|ڈیلیٹ {KAR}|(?:list|لسٹ|فہرست) (?:se|سے) (?:{REMOVE}))',
    ],
    (): Intention => ({ intent: 'delete', which: 'it' }),
  ),
  ...rules(
    [
      '(?:delete|trash|discard|erase|bin|get rid of|throw (?:away|out)|scrap|remove|kill|nuke|wipe|take off|chuck|del) (?!(?:the )?(?:reminders?|alarm|repeat)(?: |$)){which}(?: (?:from|off) (?:my|the) (?:list|tasks))?|(?:throw|take) {other} (?:away|out|off (?:my|the) list)',
      "i (?:don't|dont|do not|no longer) (?:need|want) {which}(?: (?:anymore|any more|any longer|on my list))?",
      '{which}(?:{KO})? (?:{REMOVE}|trash {KAR}|phenk do|(?:list|fehrist) se (?:{REMOVE}))|(?:delete|remove|hatao|mitao|hata do|mita do) (?:{KAR} )?{other}',
      '{which}(?:{KO})? (?:{REMOVE}|ٹریش {KAR}|پھینک دو|(?:لسٹ|فہرست) سے (?:{REMOVE}))|(?:ڈیلیٹ {KAR}|حذف {KAR}|ہٹا دو|ہٹاؤ|مٹا دو|مٹاؤ) {other}',
      '{which} (?:ki|ka|ke) (?:ab )?zaroo?rat (?:nahi|nahin)(?: (?:rahi|hai))*|{other} کی (?:اب )?ضرورت نہیں(?: (?:رہی|ہے))*',
    ],
    onWhich('delete'),
  ),
  ...rules(['(?:cancel|drop|forget(?: about)?|scratch|cross out|abandon|call off) {which}'], onWhich('delete'), {
    soft: true,
  }),
]
