import { rules } from '../../../rules/rule.ts'
import type { Intention } from '../../intention.ts'

const naming = rules(
  [
    '(?:rename|retitle|re-name) {which} (?:to|as|into|->|=>) {title}',
    '(?:change|edit|update|fix|correct|set) (?:the )?(?:title|name|wording|text) (?:of|for|on) {which} (?:to|as|into) {title}',
    "(?:change|edit|update|set) {which}(?:'s)? (?:title|name) (?:to|as|into) {title}",
    '(?:call|name|rename) {which} (?<title>["“][^"”]+["”])(?: (?:instead|from now on|now))?',
    '(?:call|name) {which} (?!(?:at|on|by|in|tomorrow|today|\\d)){title} (?:instead|from now on|now)',
    '{which} should be (?:called|named|titled|renamed(?: to)?) {title}',
    '(?:change|rename) {which} (?:to say|so it says|to read) {title}',
    '(?:rename|naam change|naam tabdeel) {KAR} {which}(?:{KO}|{KA} naam)? (?:to|se|ka|:) {title}',
    '(?<which>isk?a|is ka|uska|us ka|iska|اس کا|اُس کا) (?:naam|title|name|نام|ٹائٹل) (?:ab |اب )?{title} (?:{KAR}|rakh(?:o| do| dein|do)|رکھ(?:و| دو| دیں))',
    '{which}{KO} rename (?:karke|kr ke|kar ke|{KAR} aur) {title} (?:{KAR}|rakh(?:o| do| dein|do))',
    '{which}(?:{KO})? (?:rename|re-name) (?:to )?{title} {KAR}',
    '{which}(?:{KO})? (?:rename) {KAR} (?:to |ke |as |: ?|: )?{title}',
    '{which}{KA} (?:naam|title|name) (?:badal|change|tabdeel|tabdil)(?: ?(?:kar ke|karke|kr ke|ke|kar|{KAR} aur)| do|o| dein)? ?:? {title}(?: {KAR}| rakh(?:o| do| dein|do| dain))',
    '{which}{KA} (?:naam|title|name) (?:badal|change|tabdeel|tabdil)(?:o| do| dein| {KAR}) ?(?:[:-]|aur|to|ke)? ?{title}',
    '{which}{KA} (?:naya )?(?:naam|title|name) (?:ab )?{title} (?:{KAR}|rakh(?:o| do| dein|do| dain| lo)|hona chahiye|likh(?:o| do))',
    '(?:naam|title|name) (?:badal|change|tabdeel)(?:o| do| dein| {KAR}) {which} (?:ka|se|to) {title}',
    '{which}{KO} (?:نام بدل کر|ری نیم کر کے|رینیم کر کے) {title} (?:{KAR}|رکھ(?:و| دو| دیں|دو))',
    '{which}{KA} (?:نام|ٹائٹل|عنوان) (?:بدل|تبدیل)(?: ?(?:کر کے|کرکے|کر|{KAR} اور)| دو|و| دیں)? ?:? {title}(?: {KAR}| رکھ(?:و| دو| دیں|دو))',
    '{which}{KA} (?:نام|ٹائٹل|عنوان) (?:بدل|تبدیل)(?:و| دو| دیں| ?{KAR}) ?(?:[:-]|اور|کہ)? ?{title}',
    '{which}{KA} (?:نیا )?(?:نام|ٹائٹل|عنوان) (?:اب )?{title} (?:{KAR}|رکھ(?:و| دو| دیں|دو| لو)|ہونا چاہیے|لکھ(?:و| دو))',
  ],
  ({ which, title }): Intention | undefined => (which && title ? { intent: 'rename', which, title } : undefined),
)

const noting = rules(
  [
    '(?:add|put|write|attach|make|leave)(?: (?:a|the|this|another))? (?:notes?|comment|detail|description) (?:to|on|for|in|under) {which} ?(?::|-|,|that says|saying|that|to say) ?{notes}',
    '(?:add|put|write|attach|leave)(?: (?:a|the|this))? (?:notes?|comment) {notes} (?:to|on|for|in) {which}',
    '(?:add|write|put) ["“]?{notes}["”]? (?:to|in|into|as a note (?:to|on|for)) (?:the )?(?:notes|note) (?:of|for|on) {which}',
    '(?:add|write|put) {notes} (?:as a note (?:to|on|for)) {which}',
    '(?:note|notes|comment) (?:on|for|to) {which} ?(?::|-|,|that) ?{notes}',
    '(?:write|note)(?: down)? (?:in|on|under|for) {which} (?:that|:) ?{notes}',
    '(?:set|change) the notes? (?:of|for|on) {which} to {notes}',
    '{which}(?:{MEIN}|{PAR}|{KA}|{KA} liye|{KA} sath|{KA} andar)(?: (?:ek|aik|yeh?))* (?:notes?|comment) (?:add ?{KAR}|likh\\w*(?: do| dein| dain)?|daal(?:o| do| dein|do)|dal(?:o| do|do)|laga(?:o| do)|rakh(?:o| do)|shamil ?{KAR}|{KAR}|{MEIN} likh\\w*(?: do| dein| dain)?|mein (?:add|shamil) ?{KAR})(?: ?[:,-]| ke| keh| k)? {notes}',
    '{which}(?:{MEIN}|{PAR}|{KA}) (?:notes?) (?:mein |main |me )?{notes} (?:likh(?:o| do| dein|do| dain| lo)|daal(?:o| do|do)|add ?{KAR}|shamil ?{KAR})',
    '{which}(?:{MEIN}|{PAR})(?: (?:yeh?))? (?:likh(?:o| do| dein| lo)|note {KAR})(?: ?[:,-]| ke| keh| k)? {notes}',
    '{which}(?:{MEIN}|{PAR}|{KA}|{KA} لیے|{KA} ساتھ)(?: (?:ایک|یہ))* (?:نوٹس?|کمنٹ) (?:(?:ایڈ|شامل|درج) ?{KAR}|لکھ[^\\s:]*(?: ?(?:دو|دیں))?|ڈال(?:و| دو| دیں|دو)|لگا(?:ؤ|و| دو)|رکھ(?:و| دو)|{KAR}|{MEIN} لکھ[^\\s:]*(?: دو| دیں)?|{MEIN} (?:شامل|ایڈ) ?{KAR})(?: ?[:,-]| کہ)? {notes}',
    '{which}(?:{MEIN}|{PAR}|{KA}) (?:نوٹس?) (?:میں )?{notes} (?:لکھ(?:و| دو| دیں|دو| لو)|ڈال(?:و| دو)|(?:ایڈ|شامل) ?{KAR})',
    '{which}(?:{MEIN}|{PAR})(?: یہ)? (?:لکھ(?:و| دو| دیں| لو)|نوٹ {KAR})(?: ?[:,-]| کہ)? {notes}',
  ],
  ({ which, notes }): Intention | undefined => (which && notes ? { intent: 'note', which, notes } : undefined),
)

/** "Add a note: …", about the task of the last turn. */
const notingIt = rules(
  ['(?:add|put|write|attach|leave|make)(?: (?:a|the|this))? (?:notes?|comment) ?(?::|-|,|that|saying) ?{notes}'],
  ({ notes }): Intention | undefined => (notes ? { intent: 'note', which: 'it', notes } : undefined),
)

const clearingNotes = rules(
  [
    "(?:clear|remove|delete|empty|erase|wipe)(?: (?:the|all|its))*(?: notes?) (?:on|of|from|for|in) {which}|(?:clear|remove|delete|empty) {other}(?:'s)? notes?",
    '{which}(?:{KA}|{SE}) (?:saray |sare |sab )?notes? (?:{REMOVE}|khali {KAR})',
    '{which}(?:{KA}|{SE}) (?:سارے |سب )?نوٹس? (?:{REMOVE}|خالی {KAR})',
  ],
  ({ which, other }): Intention | undefined =>
    (which ?? other) ? { intent: 'note', which: which ?? other ?? '' } : undefined,
)

const tagsIn = (words: string): string[] =>
  words
    .split(/\s*(?:,|،|\s+and\s+|\s+aur\s+|\s+اور\s+|\s+)\s*/u)
    .map(name => name.replace(/^#/, ''))
    .filter(name => name && !/^(?:tags?|label|ٹیگ|the|as|and)$/iu.test(name))

const tagging = [
  ...rules(
    [
      '(?:remove|delete|drop|take|clear|strip)(?: (?:the|off))?(?: (?:tags?|labels?))? {tags}(?: (?:tags?|labels?))? (?:from|off|off of|of) {which}',
      '(?:untag|unlabel|un-tag) {which} (?:from|as|with|of)? ?{tags}',
      '{which}(?:{SE}|{KA}|{PAR}{SE}|{KA} upar se)? (?<tags>\\S+) (?:ka |wala |wali )?(?:tag|label) (?:{REMOVE})',
      '{which}(?:{SE}|{KA}|{PAR}{SE}) (?<tags>#\\S+)(?: (?:ka |wala )?(?:tag|label))? (?:{REMOVE})',
      '{which}(?:{SE}|{KA}|{PAR}{SE}) tag (?<tags>\\S+) (?:{REMOVE})',
      '{which}(?:{SE}|{KA}|{PAR}{SE})? (?<tags>\\S+) (?:کا |والا )?(?:ٹیگ|لیبل) (?:{REMOVE})',
      '{which}(?:{SE}|{KA}|{PAR}{SE}) (?<tags>#\\S+)(?: (?:کا |والا )?(?:ٹیگ|لیبل))? (?:{REMOVE})',
      '{which}(?:{SE}|{KA}|{PAR}{SE}) ٹیگ (?<tags>\\S+) (?:{REMOVE})',
    ],
    ({ which, tags }): Intention | undefined =>
      which && tags && (/#|tag|label|ٹیگ|لیبل/iu.test(tags) || !/\s/.test(tags)) && !notTags.test(tags)
        ? { intent: 'tag', which, remove: tagsIn(tags) }
        : undefined,
  ),
  ...rules(
    [
      '(?:tag|label) {which} (?:with|as|under|for|:) {tags}',
      '(?:tag|label) {which} (?<tags>#\\S+(?:[ ,]+(?:and )?#\\S+)*)',
      '(?:add|put|attach|give|stick|apply|set)(?: the)?(?: (?:tags?|labels?)) {tags} (?:to|on|for) {which}',
      '(?:add|put|attach|stick|apply|set)(?: the)? (?<tags>#\\S+(?:[ ,]+(?:and )?#\\S+)*)(?: (?:tags?|labels?))? (?:to|on|for) {which}',
      '(?:add|put|attach|apply) (?:the )?{tags} (?:tags?|labels?) (?:to|on|for) {which}',
      '(?:give|add to) {which} (?:the )?(?:tags?|labels?) {tags}',
      '(?:give) {which} (?:the |a )?{tags} (?:tags?|labels?)',
      '(?:put|file|move) {which} (?:under|in|into) (?<tags>#\\S+)',
      '(?:mark|make) {which} (?:as )?(?<tags>#\\S+(?:[ ,]+(?:and )?#\\S+)*)',
      '{which}(?:{KO}|{PAR}|{MEIN}|{KA} sath)? (?<tags>\\S+(?:(?: ?,| aur| and) \\S+)*)(?: (?:ka|ke|wala|ki))? (?:tags?|label) (?:laga(?:o| do| dein|do| dain)|(?:add|shamil|set|{KAR}) ?(?:{KAR})?|de(?: do|do)|daal(?:o| do)|rakh(?:o| do))',
      '{which}(?:{KO}|{PAR}|{MEIN}) (?:tags?|label) (?:laga(?:o| do| dein|do)|(?:add|shamil) ?{KAR}|{KAR}|daal(?:o| do)) ?:? {tags}',
      '{which}(?:{KO}|{PAR}) (?:tags?|label) {tags} (?:laga(?:o| do| dein|do| dain)|(?:add|shamil) ?{KAR}|{KAR}|daal(?:o| do))',
      '{which}(?:{KO}|{PAR}|{MEIN}) (?<tags>#\\S+(?:[ ,]+(?:aur )?#\\S+)*) (?:laga(?:o| do| dein|do| dain)|(?:add|shamil) ?{KAR}|{KAR}|daal(?:o| do))',
      '{which}{KO} {tags} (?:tag) {KAR}',
      '{which}(?:{KO}|{PAR}|{MEIN}|{KA} ساتھ)? (?<tags>\\S+(?:(?: ?,| ?،| اور) \\S+)*)(?: (?:کا|کے|والا|کی))? (?:ٹیگز?|لیبل) (?:لگا(?:ؤ|و| دو| دیں|دو|ئیں)|(?:شامل|ایڈ|سیٹ) ?{KAR}|{KAR}|دے(?: دو|دو)|ڈال(?:و| دو)|رکھ(?:و| دو))',
      '{which}(?:{KO}|{PAR}|{MEIN}) (?:ٹیگز?|لیبل) (?:لگا(?:ؤ|و| دو| دیں|دو)|(?:شامل|ایڈ) ?{KAR}|{KAR}|ڈال(?:و| دو)) ?:? {tags}',
      '{which}(?:{KO}|{PAR}) (?:ٹیگ|لیبل) {tags} (?:لگا(?:ؤ|و| دو| دیں|دو)|(?:شامل|ایڈ) ?{KAR}|{KAR}|ڈال(?:و| دو))',
      '{which}(?:{KO}|{PAR}|{MEIN}) (?<tags>#\\S+(?:[ ,]+(?:اور )?#\\S+)*) (?:لگا(?:ؤ|و| دو| دیں|دو)|(?:شامل|ایڈ) ?{KAR}|{KAR}|ڈال(?:و| دو))',
    ],
    ({ which, tags }): Intention | undefined =>
      which && tags && tags.split(/\s+/).length <= 6 ? { intent: 'tag', which, add: tagsIn(tags) } : undefined,
  ),
]

/** What is removed from a task besides tags. */
const notTags =
  /^(?:the |its |a )?(?:due|date|deadline|time|reminders?|priority|notes?|repeat|repetition|tareekh|date|waqt|تاریخ|وقت|ریمائنڈر|ترجیح|نوٹ)/iu

export const described = [...clearingNotes, ...noting, ...notingIt, ...tagging, ...naming]
