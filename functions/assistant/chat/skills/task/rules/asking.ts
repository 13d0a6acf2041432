import { rules } from '../../../rules/rule.ts'
import type { Intention } from '../../intention.ts'
import { simple } from './simple.ts'

const today = [
  ...rules(
    [
      "(?:what (?:should|can|shall|do|must) (?:i|we) (?:do|work on|start with|tackle|focus on|begin with|prioriti[sz]e)(?: (?:today|now|next|first|right now|this morning|this afternoon|this evening|tonight|with my day|then))*)|(?:plan|organi[sz]e|schedule|map out|sort out) (?:my|the|our|today'?s?)(?: day| today| morning| afternoon| work)*(?: for me)?|(?:help me |can you )?plan (?:for )?(?:today|my day)|(?:make|give|show|build|create) (?:me )?(?:a|my|the|today'?s) (?:daily )?(?:plan|game ?plan)(?: (?:for )?(?:today|my day|the day|the rest of the day))?|(?:where|how) (?:should|do) i (?:start|begin)(?: (?:today|my day))?|what'?s (?:the )?(?:most important|first|next)(?: (?:thing|task|one))?(?: (?:today|to do|now|for today|on my list))*|what(?: i)?s? to do (?:today|now|next|first)|what next|daily plan|today'?s plan|what deserves my attention(?: today| now)?|what needs (?:my attention|doing|to be done)(?: (?:today|now|first|most))*|help me (?:prioriti[sz]e|focus)(?: today)?|what(?: i)?s the plan(?: for)?(?: today| the day)?",
      '(?:(?:mujhe|mjhe|muje|humein|hame|main|mai|mein|me) )?(?:aa?j |abhi |pehle |sab se pehle |sb se phle |phle )*(?:(?:mujhe|mjhe|muje|main|mai|mein) )?(?:aa?j |abhi |pehle |sab se pehle |phle )*(?:kya|kia) (?:kya |kia )?(?:kaa?m )?(?:(?:karna|krna|kerna) ?(?:hai|he|h|hoga|chahiye|chahie|hain)?|karoon|karun|krun|karu|kru|karna chahiye)(?: (?:aa?j|abhi|pehle|phle|mujhe|mjhe|sab se pehle))*|(?:aa?j )?(?:kahan|kidhar|kis) se (?:shuru|start) {KAR}|(?:kahan|kis) se shuru (?:karoon|karun|kru|karein)|(?:aa?j|din|mere din|aaj ke din|mera din|aaj) ?(?:ka|ki|ke)? ?(?:plan|mansooba|mansuba|schedule)(?: (?:bana|bata|dikha|de|do|kya)\\w*(?: (?:do|dein|dain|hai|he))?| {KAR})?|(?:aa?j |abhi )?(?:mujhe |mjhe )?(?:aa?j |pehle |sab se pehle )?(?:kaun|kon) ?(?:sa|se) kaa?m (?:pehle )?karna (?:chahiye|hai)|(?:sab se|sb se) (?:zaroori|zaruri|aham|pehle|ahm) (?:kaa?m )?(?:kya|kia|kaun sa|konsa|kon sa) (?:hai|he|h)',
      '(?:(?:مجھے|ہمیں|میں) )?(?:آج |ابھی |پہلے |سب سے پہلے )*(?:(?:مجھے|میں) )?(?:آج |ابھی |پہلے |سب سے پہلے )*کیا (?:کیا )?(?:کام )?(?:کرنا ?(?:ہے|ہو گا|ہوگا|چاہیے|چاہئے|ہیں)?|کروں|کریں)(?: (?:آج|ابھی|پہلے|مجھے|سب سے پہلے))*|(?:آج )?(?:کہاں|کدھر|کس) سے (?:شروع|سٹارٹ) (?:{KAR}|کروں|کریں)|(?:آج|دن|میرے دن|آج کے دن|میرا دن) ?(?:کا|کی|کے)? ?(?:پلان|منصوبہ|منصوبے|شیڈول|لائحہ عمل)(?: (?:بنا|بتا|دکھا|دے|دو|کیا)\\S*(?: ?(?:دو|دیں|ہے))?| {KAR})?|(?:آج |ابھی )?(?:مجھے )?(?:آج |پہلے |سب سے پہلے )?کون ?سا کام (?:پہلے )?کرنا (?:چاہیے|چاہئے|ہے)|سب سے (?:ضروری|اہم|پہلے|زیادہ ضروری) (?:کام )?(?:کیا|کون سا|کونسا) ہے',
    ],
    simple('plan'),
  ),
  ...rules(
    [
      "(?:(?:give|show|get|tell) me )?(?:a |the |my |an )?(?:quick |short |brief )?(?:summary|summari[sz]e|overview|recap|rundown|briefing|digest|round-?up)(?: (?:of|for|on))?(?: (?:my|the|this|what'?s (?:on|left|due|open)|everything))*(?: (?:today|day))?",
      "(?:summari[sz]e|sum up|recap|brief me on|review) (?:my|the|this|today'?s?)(?: (?:day|today|tasks(?: for today| today)?))*|(?:summari[sz]e|sum up|recap|brief me on|review) today|brief me|how(?: is|'s|s| does) (?:my )?(?:day|today) (?:look|looking|going|shaping up)(?: like)?|how(?:'s| is) today(?: looking)?|(?:what|how) does (?:my )?(?:day|today) look(?: like)?|daily (?:summary|briefing|overview)|today at a glance|my day in short",
      '(?:aa?j|din|aaj ke din|mere din)(?: ?(?:ka|ki|ke))?(?: (?:kaamon|kamon|kaam)(?: ka| ki)?)? (?:khulasa|summary|jaiza|overview|recap|surat ?e? ?haal)(?: (?:{SHOW}|{KAR}|do|dein|de do|bana do|kya hai))*|(?:khulasa|summary|summarize|overview|recap)(?: {KAR}| {SHOW}| do| de do)?(?: (?:aa?j(?: ka)?))?|mera din kaisa (?:hai|lag raha hai|he|dikh raha hai)|aa?j ka din kaisa (?:hai|he|rahega|dikh raha hai)',
      '(?:آج|دن|آج کے دن|میرے دن)(?: ?(?:کا|کی|کے))?(?: (?:کاموں|کام)(?: کا| کی)?)? (?:خلاصہ|سمری|جائزہ|اوورویو)(?: (?:{SHOW}|{KAR}|دو|دیں|دے دو|بنا دو))?|(?:خلاصہ|سمری|جائزہ)(?: ?{KAR}| {SHOW}| دو| دے دو)?(?: آج(?: کا)?)?|میرا دن کیسا (?:ہے|لگ رہا ہے)|آج کا دن کیسا (?:ہے|رہے گا)',
    ],
    (): Intention => ({ intent: 'summary', period: 'today' }),
    { confidence: 0.9 },
  ),
]

const week = rules(
  [
    "(?:(?:give|show|get|tell) me )?(?:a |the |my |an )?(?:quick |short |brief |weekly )?(?:summary|summari[sz]e|overview|recap|rundown|briefing|digest|review)(?: (?:of|for|on))?(?: (?:my|the|this|what'?s (?:on|left|due|open)|everything))* week|(?:summari[sz]e|sum up|recap|brief me on|review|plan) (?:my|the|this) week|how(?: is|'s|s| does) (?:my|the|this) week (?:look|looking|going|shaping up)(?: like)?|what does (?:my|the|this) week look like|weekly (?:summary|briefing|overview|review)|(?:the|my) week (?:ahead|in short|at a glance)",
    '(?:mukhtasar(?:an)? (?:{SHOW} )?)?(?:is |iss |is poore |poore |mere |)?(?:haft[ea]y?|hafta|week)(?: bhar)?(?: ?(?:ka|ki|ke))?(?: (?:kaamon|kamon|kaam)(?: ka| ki)?)? (?:kya )?(?:khulasa|summary|jaiza|overview|recap|surat ?e? ?haal)(?: (?:{SHOW}|{KAR}|do|dein|de do|bana do|kya|hai))*|(?:mera|yeh|ye|is) (?:hafta|week) kaisa (?:hai|he|lag raha hai|rahega|dikh raha hai)|(?:khulasa|summary)(?: {KAR}| {SHOW})? (?:is )?hafte ?(?:ka|ki)?',
    '(?:(?:مختصر(?:اً|ا)?) (?:{SHOW} )?)?(?:اس |اس پورے |پورے |میرے )?(?:ہفتے|ہفتہ)(?: بھر)?(?: ?(?:کا|کی|کے))?(?: (?:کاموں|کام)(?: کا| کی)?)? (?:کیا )?(?:خلاصہ|سمری|جائزہ|اوورویو|صورت ?حال)(?: (?:{SHOW}|{KAR}|دو|دیں|دے دو|بنا دو|کیا|ہے))*|(?:میرا|یہ) ہفتہ کیسا (?:ہے|لگ رہا ہے|رہے گا)',
  ],
  (): Intention => ({ intent: 'summary', period: 'week' }),
)

const listing = [
  ...rules(
    [
      '(?:show|list|see|give|display|what are|which|what)(?: me)?(?: all)?(?: (?:my|the|of my))? (?:tags|labels)(?: (?:do i (?:have|use)|are there|i have|i use|exist))?|(?:my )?(?:tags|labels)',
      '(?:(?:mere |meray |sab |sare |saray )*(?:tags?|labels?)(?: bhi)?(?: (?:kon kon se|kaun kaun se|kon se|kaun se|kya kya|kya))?(?: (?:{SHOW}|hain|hn|he))*)|(?:kon|kaun) ?(?:kon |kaun )?(?:se|sy) (?:tags?)(?: hain| hn)?',
      '(?:(?:میرے |سب |سارے )*(?:ٹیگز?|لیبلز?)(?: بھی)?(?: (?:کون کون سے|کون سے|کیا کیا|کیا))?(?: (?:{SHOW}|ہیں))*)|کون ?(?:کون )?سے (?:ٹیگز?)(?: ہیں)?',
    ],
    simple('tags'),
  ),
  ...rules(
    [
      '(?:find|search(?: for)?|look ?up|look for|locate|search tasks for|find me)(?: (?:me|my|the|a|any|all|every|that|some))*(?: {TASKS})?(?: (?:about|with|for|on|containing|named|called|that mention|mentioning|related to|regarding|that (?:says?|mentions?|contains?)))? {words}',
      "(?:where is|where's|wheres|where did i put)(?: (?:my|the|that))? {words}",
      '(?:do i have|is there|are there|have i got|did i (?:add|write|put)|any)(?: (?:a|any|something|anything|some))? ?(?:{TASKS})? ?(?:about|with|for|on|containing|named|called|that mentions?|mentioning|related to|regarding) (?!(?:today|tomorrow|this|next|monday|tuesday|wednesday|thursday|friday|saturday|sunday|tonight|the weekend)(?: |$)){words}(?: (?:on my list|in my list|somewhere|already|in there))?',
      '(?:what|which|show me|show|list) (?:tasks|task|to-?dos)(?: do i have| are there| i have)? (?:about|mention(?:s|ing)?|contain(?:s|ing)?|related to|regarding|with the words?) {words}',
      '{words}(?:{KO}|{KA})?(?: (?:wala|wali|wale|waala|waali|waale))?(?: (?:kaa?m|task))? (?:dhoo?nd(?:h)?(?:o|na|iye|ein|en)?(?: ?(?:do|dein|dain|lo|ke do|kar do))?(?: (?:kar|ke|kr) (?:{SHOW}))?|dhu?nd(?:h)?o|talash ?{KAR}|search ?{KAR}|find ?{KAR}|khoj(?:o| do))',
      '(?:dhoo?nd(?:h)?o|dhu?nd(?:h)?o|talash {KAR}|search {KAR}|find {KAR}|search|find) ?:? {words}',
      '{words}(?: (?:wala|wali|wale|waala))?(?: (?:kaa?m|task))? (?:kahan|kidhar) (?:hai|he|h|gaya|gya|hain)',
      '(?:kya|kia) (?:mere paas |mere pas )?{words} (?:{KA} )?(?:bare {MEIN} |baray {MEIN} |mutalliq )?(?:koi )?(?:kaa?m|task) (?:hai|he|h)',
      '{words} (?:ke bare|ke baray|se mutalliq|ka|ki) ?(?:mein|main|me)? ?koi (?:kaa?m|task) (?:hai|he|h)(?: (?:kya|kia))?',
      '{words} (?:کے بارے|سے متعلق|کا|کی) ?(?:میں)? ?کوئی (?:کام|ٹاسک) ہے(?: کیا)?',
      '{words}(?:{KO}|{KA})?(?: (?:والا|والی|والے))?(?: (?:کام|ٹاسک))? (?:ڈھونڈ(?:و|نا|یے|یں)?(?: ?(?:دو|دیں|لو|کے دو|کر دو))?(?: (?:کر|کے) (?:{SHOW}))?|تلاش ?{KAR}|سرچ ?{KAR}|کھوج(?:و| دو))',
      '(?:ڈھونڈو|ڈھونڈیں|تلاش {KAR}|سرچ {KAR}) ?:? {words}',
      '{words}(?: (?:والا|والی|والے))?(?: (?:کام|ٹاسک))? (?:کہاں|کدھر) (?:ہے|گیا|ہیں|گئی)',
      'کیا (?:میرے پاس )?{words} (?:{KA} )?(?:بارے {MEIN} |متعلق )?(?:کوئی )?(?:کام|ٹاسک) ہے',
    ],
    ({ words }): Intention | undefined => (words ? { intent: 'find', words } : undefined),
    { confidence: 0.85 },
  ),
]

/** A question for an overview, or a search. */
export const asked = [...today, ...week, ...listing]
