import { rules } from '../../rules/rule.ts'
import type { Intention } from '../intention.ts'

type Said = Readonly<Record<string, string | undefined>>

const ofOne = rules(
  [
    "(?:show|see|get|give|list|open|what is|what's)?(?: me)? ?(?:the )?(?:full |whole )?(?:history|log|audit trail|audit log|activity|changes|timeline|trail)(?: (?:of|for|on|to|about)) {which}",
    "(?:what|who)(?:'s|s| has| have| was)? (?:happened|changed|happen|been happening|touched|edited|moved|been changed|done|modified|updated|completed|deleted)(?: (?:to|with|on|about))? {which}",
    '(?:when|who) (?:did i|did we|did|was|were|have i|has|had) ?(?:i |we )?(?:add|create|complete|finish|move|change|delete|do|edit|reschedule|postpone|mark|touch|rename)?(?:ed|d)? ?{which} (?:added|created|completed|finished|moved|changed|deleted|done|edited|last changed|last edited|rescheduled|postponed)',
    '(?:when|who) (?:did i|did we|have i|did) ?(?:last )?(?:add|create|complete|finish|move|change|delete|do|edit|reschedule|postpone|rename) {which}',
    '(?:who|when) (?:added|created|completed|finished|moved|changed|deleted|edited|rescheduled|postponed|renamed) {which}',
    "{which}(?:'s)? (?:history|audit trail|activity log|log)",
    '{which}(?:{KA})? (?:history|record|log|tareekhcha|tareekhchah|audit)(?: (?:kya|{SHOW}|hai))*',
    '{which}(?:{KA} sath|{MEIN}|{KO})?(?: ab tak)? (?:kya|kia)(?: (?:kya|kia))? (?:hua|huwa|hua hai|hua tha|badla|badla hai|tabdeeli|tabdeelian|change|changes)(?: (?:hai|tha|hui|huin|aayi|hain|hua|huin hain|hui hai|hue|thi))*',
    '{which}(?:{KO})? (?:kis ne|kisne|kis nay|kab) (?:badla|badli|mukammal|complete|add|banaya|banaayi|delete|change|move|hataya|mitaya|kiya|kia|shamil|khatam)(?: (?:kiya|kia|tha|thi|ki|hua|hui|hai))*',
    '{which}(?:{KA})? (?:ہسٹری|ریکارڈ|لاگ|تاریخچہ|سرگزشت)(?: (?:کیا|{SHOW}|ہے))*',
    '{which}(?:{KA} ساتھ|{MEIN}|{KO})?(?: اب تک)? کیا(?: کیا)? (?:ہوا|بدلا|تبدیلی|تبدیلیاں)(?: (?:ہے|تھا|ہوئی|ہوئیں|آئی|آئیں|ہیں|ہوا|تھی))*',
    '{which}(?:{KO})? (?:کس نے|کب) (?:بدلا|بدلی|مکمل|شامل|بنایا|بنائی|حذف|تبدیل|منتقل|ہٹایا|مٹایا|کیا|ختم)(?: (?:کیا|تھا|تھی|کی|ہوا|ہوئی|ہے))*',
  ],
  ({ which }: Said): Intention | undefined => (which ? { intent: 'history', which } : undefined),
  { confidence: 0.85 },
)

/** A day: "what did I do yesterday". */
const ofAll = rules(
  [
    '(?:show|see|get|give|list|open|view)?(?: me)? ?(?:the |my |all |full |recent |last |latest )*(?:history|audit trail|audit log|activity|activity log|log|recent changes|changes|audit)(?: (?:of|for|from|on|today|made))*(?: {when})?',
    '(?:what|who) (?:has |have |was |got |all )*(?:changed|happened|been changed|been happening|been done)(?: (?!(?:to|with|on|about) ){when})?',
    '(?:what|which things) (?:did|have|had) (?:i|we|you|the assistant) (?:just |all )*(?:get done|got done|finish|complete|accomplish|achieve|do|done|did|change|changed|get up to|touch|been doing|work on|worked on)(?: {when})?',
    "(?:what)(?:'s| is) (?:changed|new|different)(?: {when})?",
    '(?:(?<when>aa?j|kal|kl|is hafte|parson|abhi|subah se|aaj subah) )?(?:maine |main ne |mene )?(?:kya|kia)(?: (?:kya|kia))?(?: kaa?m)? (?:kiye|kiya|kia|hua|huwa|badla|tabdeel(?:i|ian)?|changes?)(?: (?:tha|thi|the|thay|hai|hua|hui|huin|hain|aayi|ki|kiye))*(?: (?<later>aa?j|kal))?',
    '(?:maine|main ne|mene) (?<when>aa?j|kal|is hafte|parson) (?:kya|kia)(?: (?:kya|kia))?(?: kaa?m)? (?:kiye|kiya|kia|badla)(?: (?:tha|the|thay|hai))*',
    '(?:(?<when>aa?j|kal|is hafte) (?:ki |ka )?)?(?:history|record|activity)(?: {SHOW})?',
    '(?!(?:(?!میں نے).)*کیا کیا ہے$)(?:(?<when>آج|کل|اس ہفتے|پرسوں|ابھی|صبح سے) )?(?:میں نے )?کیا(?: کیا)?(?: کام)? (?:کیے|کیا|ہوا|بدلا|تبدیلی|تبدیلیاں)(?: (?:تھا|تھی|ہے|ہوا|ہوئی|ہوئیں|ہیں|آئی|آئیں|کی|کیے))*(?: (?<later>آج|کل))?',
    'میں نے (?<when>آج|کل|اس ہفتے|پرسوں) کیا(?: کیا)? (?:کیا|بدلا)(?: (?:تھا|ہے))*',
    '(?:(?<when>آج|کل|اس ہفتے) (?:کی |کا )?)?(?:ہسٹری|ریکارڈ|تاریخچہ|سرگزشت|سرگرمی)(?: {SHOW})?',
  ],
  ({ when, later }: Said): Intention => {
    const day = when ?? later
    return { intent: 'history', ...(day && { when: day }) }
  },
  { confidence: 0.87 },
)

export const auditRules = [...ofAll, ...ofOne]
