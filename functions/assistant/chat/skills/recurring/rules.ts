import { rules } from '../../rules/rule.ts'
import type { Intention } from '../intention.ts'

type Said = Readonly<Record<string, string | undefined>>

const ending = rules(
  [
    '(?:stop|end) (?:it )?(?:repeating|the repeat)|(?:dohrana|repeat|دہرانا|ریپیٹ) (?:band|khatam|بند|ختم) ?(?:{KAR})',
    '{which}(?:{KO})? (?:ab )?(?:bar bar|baar baar|بار بار) (?:na|nahi|mat|نہ|نہیں|مت) (?:\\S+)(?: \\S+)?',
    '(?:stop|quit|end|cancel|turn off|disable)(?: (?:the|from))* (?:repeating|recurring|repeat|repetition|recurrence)(?: (?:of|for|on))? {which}',
    '(?:stop|make|have|set|keep) {which} (?:from )?(?:repeating|recurring|not repeat(?:ing)?|not recur(?:ring)?|non-?repeating|non-?recurring|one-?off|a one-?off|one-?time|a one-?time thing|just once|only once|not repeat anymore)(?: (?:anymore|any more|again|any longer))?',
    "(?:don't|dont|do not|no longer|never) repeat {which}(?: (?:anymore|any more|again|any longer))?",
    "{which} (?:should|does|need|must|shall)(?:n't| not|n't need to| not need to| no longer)? (?:have to )?(?:not |no longer )?(?:repeat|recur)(?: (?:anymore|any more|again|any longer))?",
    '(?:remove|delete|clear|drop|take off)(?: the)? (?:repeat|repetition|recurrence|repeat rule|repeating)(?: (?:of|from|on|for))? {which}',
    '{which}(?:{KO}|{KA})? (?:repeat|dohrana|dohrao|duhrana|recurring|recurrence|silsila)(?:{KO}| hona)? (?:band|khatam|khatm|hata|rok|off|cancel|mat|na)(?: ?(?:{KAR}|o|do|dein|dain|ao))?',
    '{which}(?:{KO})? (?:(?:sirf|bas) (?:ek|aik) (?:baar|dafa|bar|dafah)|ek hi baar) (?:{KAR}|rakho|rakh do|ka)|(?:ab )?{other}(?:{KO})? (?:mat|na) (?:dohra\\w*|repeat {KAR})',
    '{which} (?:ab )?(?:repeat|dobara) (?:na|nahi|nahin) (?:ho|hona chahiye|hoga)',
    '{which}(?:{KO}|{KA})? (?:دہرانا|دہراؤ|دہرائی|ریپیٹ|سلسلہ|تکرار)(?:{KO}| ہونا)? (?:بند|ختم|ہٹا|روک|کینسل|مت|نہ)(?: ?(?:{KAR}|و|دو|دیں|ؤ))?',
    '{which}(?:{KO})? (?:صرف|بس) ایک (?:بار|دفعہ|مرتبہ) (?:{KAR}|رکھو|رکھ دو|کا)|(?:اب )?{other}(?:{KO})? (?:مت|نہ) (?:دہرا\\S*|ریپیٹ {KAR})',
    '{which} (?:اب )?(?:ریپیٹ|دوبارہ) (?:نہ|نہیں) (?:ہو|ہونا چاہیے|ہوگا)',
  ],
  ({ which, other }: Said): Intention | undefined => ({ intent: 'unrepeat', which: which ?? other ?? 'it' }),
  { confidence: 0.92 },
)

const skipping = [
  ...rules(
    [
      '(?:skip|skip (?:it|this one)|(?:is baar |is dafa )?(?:skip {KAR}|chho?r ?do)|(?:اس بار |اس دفعہ )?(?:اسکپ {KAR}|چھوڑ ?دو)|(?:اگلی|اگلے) (?:تاریخ|بار) پر (?:{PUT})|(?:agli|agle) (?:tareekh|date|baar) (?:pe|par) (?:{PUT})|(?:just )?(?:go|move on|skip) to the next(?: one)?)',
    ],
    (): Intention => ({ intent: 'skip', which: 'it' }),
    { soft: true },
  ),
  ...rules(
    [
      "(?:skip|pass on|miss)(?: (?:the|next|this|today'?s?|tomorrow'?s?|one|occurrence of|over))* {which}(?: (?:this time|this week|today|once|tonight|tomorrow|for now|this once|this month|for today|just this once|this one time|just once|for this week))?",
      '(?:not|no) {which} (?:this time|this week|today|tonight|this once|this month)',
      "(?:i'm |im |i am )?not (?:doing|going to|taking|going) {which} (?:this time|this week|today|tonight|this once|this month|tomorrow)(?:,? (?:just |so )?(?:go to|move on to|skip to|on to) the next(?: one)?)?",
      '(?:move on|go|jump|skip) to the next (?:one|occurrence|date)? ?(?:of|for) {which}',
      '{which}(?:{KO})? (?:is |iss |aaj |aaj ke liye |is hafte |is haftay |is mahine )*(?:baar |bar |dafa |dafah |martaba )?(?:chho?r|chor|skip|ignore|chhod)(?: ?(?:{KAR}|do|dein|dain|o|na))?',
      '(?:is|iss) (?:baar|bar|dafa|hafte|haftay|mahine|martaba) {which}(?:{KO})? (?:nahi|nahin|nhi|mat|rehne do|chho?r ?do|chor ?do|skip ?{KAR}|chhod do)(?: (?:karna|krna|hoga|ho ga|jana|karunga))?',
      '{which} (?:is|iss) (?:baar|bar|dafa|hafte|mahine) (?:nahi|nahin|nhi|rehne do)(?: \\w+)?',
      '{which}(?:{KO})? (?:اس |آج |آج کے لیے |اس ہفتے |اس مہینے )*(?:بار |دفعہ |مرتبہ )?(?:چھوڑ|اسکپ|سکپ)(?: ?(?:{KAR}|دو|دیں|و|نا))?',
      'اس (?:بار|دفعہ|ہفتے|مہینے|مرتبہ) {which}(?:{KO})? (?:نہیں|مت|رہنے دو|چھوڑ ?دو|چھوڑ ?دیں|اسکپ ?{KAR}|سکپ ?{KAR})(?: (?:کرنا|ہوگا|ہو گا|جانا|کروں گا))?',
      '{which} اس (?:بار|دفعہ|ہفتے|مہینے) (?:نہیں|رہنے دو)(?: \\S+)?',
    ],
    ({ which }: Said): Intention | undefined => (which ? { intent: 'skip', which } : undefined),
  ),
]

const showing = rules(
  [
    '(?:(?:show|list|see|give|display|find|what are|which|what)(?: me)? )?(?:all |of |my |the |any )*(?:repeating|recurring|repeated|regular|recurrent)(?: {TASKS}| ones| things)?(?: (?:do i have|are there|i have|have i got|please))?',
    '(?:what|which)(?: of)?(?: (?:my|the))?(?: {TASKS})? (?:repeats?|recurs?|are repeating|are recurring|is repeating|is recurring|do i repeat)(?: (?:every .+|regularly))?',
    '(?:show|list)(?: me)? (?:everything|what|all|tasks) that (?:repeats?|recurs?)',
    '(?:mere |meray |sab |sare )*(?:repeat|repeating|recurring|dohra\\w*|bar bar|baar baar|roz roz)(?: (?:hone|hony|wale|waale|waly|jane|karne|aane))* ?{TASKS}?(?: (?:kon kon se|kaun se|kon se|konse|kya kya|kya))?(?: (?:{SHOW}|hain|hn|hai))*',
    '(?:kon|kaun)(?: ?(?:kon|kaun))? ?(?:se|sy|sa) (?:kaa?m|tasks?) (?:repeat|bar bar|baar baar|dohra\\w*) (?:hote|hotay|hota|hain|hai)(?: (?:hain|hai|hn))?',
    '(?:میرے |سب |سارے )*(?:ریپیٹ|دہرا\\S*|بار بار)(?: (?:ہونے|والے|جانے|کرنے|آنے))* ?{TASKS}?(?: (?:کون کون سے|کون سے|کونسے|کیا کیا|کیا))?(?: (?:{SHOW}|ہیں|ہے))*',
    'کون ?(?:کون )?سے (?:کام|ٹاسک) (?:ریپیٹ|بار بار|دہرا\\S*) (?:ہوتے|ہوتا|جاتے)(?: (?:ہیں|ہے))?',
  ],
  (): Intention => ({ intent: 'recurring' }),
  { confidence: 0.9 },
)

const previewing = rules(
  [
    '{which} (?:aage |aagay )?kin (?:tareekhon|tarikhon|dinon|dino) (?:ko|par|pe|mein).*',
    '{which} (?:آگے )?کن (?:تاریخوں|دنوں) (?:کو|پر|میں).*',
    '(?:when|what) (?:are|is|will be) the next (?<count>\\d+|two|three|four|five|six|ten|few|couple of) (?:times|dates|days|occurrences)(?: (?:that|when|of|for|on|will))? (?:the )?{which}(?: (?:is|are|will be|happens|repeats|comes up)?(?: due)?)?',
    '(?:what are |show |list |give me |show me |tell me )?(?:the )?(?:next|upcoming) (?<count>\\d+|two|three|four|five|six|ten) (?:dates?|occurrences?|times|days|repeats?)(?: (?:of|for|on))? {which}',
    '(?:if|when) (?:something|a task|it) (?:repeats|recurs|happens) {which},? (?:what|which) (?:dates|days) (?:is|are|would) (?:that|those|it|they)(?: be)?',
    '(?:what|which) (?:dates|days) (?:are|is|would be|will be|does|do) (?<which>(?:every|each|the (?:first|second|third|last)).+)',
    '(?:when|what) (?:are|is) (?:the |my )?next (?<count>\\d+|two|three|four|five|six|ten) {which}',
    '{which}(?:{KA})? (?:agli|agle|aglay|agly|aanay wali|aane wali) (?<count>\\d+|do|teen|chaar|char|paanch|panch|che|saat|das) (?:baar|bar|dafa|tareekh\\w*|dates?|martaba|din)(?: (?:kab kab|kab|kya|kya kya|kaun si|{SHOW}|hain|hai|hongi|hon gi|hogi|aayega|aaye ga|ayega|hoga|ho ga))*',
    '{which}(?:{KA})? (?:اگلی|اگلے|آنے والی) (?<count>\\d+|دو|تین|چار|پانچ|چھ|سات|دس) (?:بار|دفعہ|تاریخیں|تاریخوں|مرتبہ|ڈیٹس|دن)(?: (?:کب کب|کب|کیا|کیا کیا|کون سی|{SHOW}|ہیں|ہے|ہوں گی|ہوں گے|ہوگی|آئے گا|آئے گی|ہوگا|ہو گا))*',
    "(?:when|what date|what day|which day)(?:'s|s| is| are| will| does| do)(?: (?:the|my|be))* (?:next|upcoming) {which}(?: (?:due|be|again|happening|scheduled))*",
    "(?:when|what date|what day|which day)(?:'s|s| is| are| will| does| do)(?: (?:the|my))* {which} (?:next|due next|happening next|again|come up next|come up again|come up|repeat|be due next|happen next|happen|occur|coming up|coming up next|come again|due again|next due)",
    '(?:what are |show |list |give me |show me )?(?:the )?(?:next|upcoming|coming)(?: (?:few|couple of|\\d+|three|five|four|two|ten|couple))? (?:dates?|occurrences?|times|days|repeats?)(?: (?:of|for|on))? {which}',
    '(?:next|upcoming) {which} (?:dates?|occurrences?)',
    '(?:preview|forecast) {which}',
    '(?:how often|on which days|on what days) (?:does|do|is) {which}(?: (?:repeat|recur|happen|come up))?',
    '{which}(?:{KA})? (?:agli|agla|agle|aglay|agly) (?:baar|bar|dafa|tareekh|date|martaba|tareekhein|tareekhen|dates)(?:{MEIN})? ?(?:kab|kya|kon si|kaun si|konsi)?(?: (?:hai|hain|hoga|he|hogi|aayega|hen|ho ga|aye ga|{SHOW}))*',
    '(?:agli|agla|agle|aglay) {which} (?:kab|kis din|kis tareekh)(?: (?:ko|hai|hain|hoga|he|hogi|aayega|ho ga))*',
    '{which} (?:kab kab|agli baar kab|phir kab|dobara kab|agla kab|agli kab|next kab)(?: (?:hai|hain|hoga|he|hogi|aayega|hota hai|hoti hai|aata hai))*',
    '{which}(?:{KA})? (?:اگلی|اگلا|اگلے) (?:بار|دفعہ|تاریخ|مرتبہ|تاریخیں|ڈیٹس?|تاریخوں)(?:{MEIN})? ?(?:کب|کیا|کون سی|کونسی)?(?: (?:ہے|ہیں|ہوگا|ہوگی|ہو گا|ہو گی|آئے گا|آئے گی|{SHOW}))*',
    '(?:اگلی|اگلا|اگلے) {which} (?:کب|کس دن|کس تاریخ)(?: (?:کو|ہے|ہیں|ہوگا|ہوگی|ہو گا|ہو گی|آئے گا))*',
    '{which} (?:کب کب|اگلی بار کب|پھر کب|دوبارہ کب|اگلا کب|اگلی کب)(?: (?:ہے|ہیں|ہوگا|ہوگی|ہو گا|ہو گی|آئے گا|ہوتا ہے|ہوتی ہے|آتا ہے))*',
  ],
  ({ which, count }: Said): Intention | undefined =>
    which ? { intent: 'preview', which, ...(count && { count }) } : undefined,
)

const repeating = rules(
  [
    '(?:make|have|set|let|get) {which} (?:to )?(?:repeat|recur|happen|repeating|recurring|come back)(?: (?:to|itself))? ?{rule}',
    '(?:repeat|redo|recur|loop) {rest}',
    '{which} (?:should|must|has to|needs to|is going to|will|shall) (?:repeat|recur|happen|come back|be done) {rule}',
    '{which} (?:repeats|recurs|happens|comes back|is every|is) (?<rule>(?:every|each|daily|weekly|monthly|yearly|annually|biweekly|fortnightly|on the).*)',
    '(?:make|change|turn|set|schedule|move|switch|do|put) {rest}',
    '(?:change|set|make)(?: the)? (?:repeat|repetition|recurrence|rule|schedule) (?:of|for|on) {which} (?:to|as) {rule}',
    '{rest} (?:repeat|recurring|dohrana|dohrao|dohra|duhrao|laga|set|schedule|fix)(?: (?:do|dein|dain|lo|diya {KAR}|{KAR}))?(?: hai)?',
    '{rest} (?:{KAR}|rakh\\w*(?: do| dein)?|bana\\w*(?: do| dein)?|hona chahiye|hoga|aana chahiye)',
    '{rest} (?:دہراؤ|دہرانا|دہرا|دہرایا {KAR}|دہرائیں|ریپیٹ|لگا|سیٹ|شیڈول)(?: ?(?:دو|دیں|لو|{KAR}))?(?: ہے)?',
    '{rest} (?:{KAR}|رکھ\\S*(?: دو| دیں)?|بنا\\S*(?: دو| دیں)?|ہونا چاہیے|ہوگا|آنا چاہیے)',
  ],
  ({ which, rule, rest }: Said): Intention | undefined => {
    const said = rest ?? which
    return said ? { intent: 'repeat', which: said, rule: rule ?? said } : undefined
  },
  { soft: true, confidence: 0.8 },
)

export const recurringRules = { ending, skipping, showing, previewing, repeating }
