import type { Priority } from '../../../domain/task.ts'
import { addDays, localAt, weekdayOf } from '../../../domain/zone.ts'
import { type Clause, clauseOf, foldUrdu, wordEnd, wordStart } from '../rules/clause.ts'
import { priorityNamed } from '../skills/task/priority.ts'
import { momentIn } from './moment.ts'
import type { Speaker } from './person.ts'
import { contentWords } from './stop-words.ts'

/** The arguments of `list_tasks`, as far as words name them. */
export interface Filter {
  status?: 'done' | 'any'
  due?: 'overdue' | 'today' | 'week' | 'none'
  dueFrom?: string
  dueTo?: string
  priorities?: Priority[]
  tags?: string[]
  text?: string
  deleted?: true
}

export interface Filtered {
  filter: Filter
  /** Words that no filter explains. */
  rest: string
  /** Another list than that of tasks. */
  other?: 'recurring' | 'reminders' | 'tags'
}

interface Cue {
  pattern: RegExp
  filter: (words: string, speaker: Speaker) => Filter | undefined
}

const cue = (source: string, filter: Filter | ((words: string, speaker: Speaker) => Filter | undefined)): Cue => ({
  pattern: new RegExp(`${wordStart}(?:${foldUrdu(source)})${wordEnd}`),
  filter: typeof filter === 'function' ? filter : () => filter,
})

const today = ({ now, zone }: Speaker) => localAt(now, zone).date
const span = (dueFrom: string, dueTo: string): Filter => ({ dueFrom, dueTo })

/** Monday is the first day of a week, as in `due: week` of the API. */
const weekFrom = (speaker: Speaker, weeks: number) => {
  const day = today(speaker)
  const first = addDays(day, 1 - weekdayOf(day) + 7 * weeks)
  return span(first, addDays(first, 6))
}

const monthFrom = (speaker: Speaker, months: number) => {
  const day = new Date(`${today(speaker).slice(0, 7)}-01T00:00Z`)
  day.setUTCMonth(day.getUTCMonth() + months)
  const first = day.toISOString().slice(0, 10)
  day.setUTCMonth(day.getUTCMonth() + 1)
  return span(first, addDays(day.toISOString().slice(0, 10), -1))
}

const weekend = (speaker: Speaker, weeks: number) => {
  const { dueFrom = '' } = weekFrom(speaker, weeks)
  return span(addDays(dueFrom, 5), addDays(dueFrom, 6))
}

const cues: readonly Cue[] = [
  cue(
    "over ?due|past due|late|behind schedule|past (?:their|its) (?:due )?dates?|missed|i'?m behind on|delayed|deir se|late wale|guzar (?:gaye|gae|chuke|gayi)|guzre hue|guzri hui|tareekh guzar\\w*|reh gaye|purane wale|اوور ?ڈیو|لیٹ|تاخیر|تاخیر والے|گزر (?:گئے|گئی|چکے|چکی|چکا)|گزرے ہوئے|(?:(?:جن|کن)(?: کاموں)? کی )?تاریخ (?:نکل|گزر)(?: (?:چکی|گئی))?(?: ہے)?|(?:(?:جن|کن)(?: کاموں)? کا )?وقت گزر(?: (?:چکا|گیا))?(?: ہے)?|وقت گزر(?: (?:چکا|گیا))?(?: ہے)?|رہ گئے|رہ گئی",
    { due: 'overdue' },
  ),
  cue(
    '(?:with )?(?:no|without(?: an?| any)?|lacking a|missing a)(?: due)? ?(?:date|dates|deadline|due date|due dates|due)|undated|unscheduled|someday|not scheduled|that (?:have|has) no (?:due )?dates?|bina (?:date|tareekh)|baghair (?:date|tareekh|kisi date|kisi tareekh)|bagair (?:date|tareekh)|(?:date|tareekh) (?:ke )?(?:baghair|bagair|bina)|jin (?:kaamon |kamon )?ki (?:koi )?(?:date|tareekh) nahi(?: hai)?|بغیر (?:کسی )?(?:تاریخ|ڈیٹ)|تاریخ کے بغیر|بنا تاریخ|بلا تاریخ|جن (?:کاموں )?کی (?:کوئی )?تاریخ نہیں(?: ہے)?',
    { due: 'none' },
  ),
  cue(
    "deleted|trashed|trash|in the (?:bin|trash)|recycle bin|bin|(?:did|have) i (?:delete|deleted|remove|removed)|i(?:'?ve)? (?:deleted|removed)|delete (?:kiye|kiya|kie|shuda|kiay)(?: (?:hue|gaye|huay))?|hazf (?:shuda|kiye)(?: hue)?|mitaye(?: hue| gaye)?|حذف (?:شدہ|کیے|کیے ہوئے|کئے)(?: گئے)?|مٹائے(?: ہوئے| گئے)?|ڈیلیٹ (?:شدہ|کیے)(?: ہوئے| گئے)?|ٹریش",
    { deleted: true },
  ),
  cue(
    "(?:already |been )?(?:done|completed|finished|complete|checked off|ticked off)|i(?:'?ve| have)? (?:already )?(?:done|finished|completed|did)|(?:did|have) i (?:already )?(?:finish|finished|complete|completed|do|done|get done)|get done|got done|ho ?(?:chuke|gaye|gae|chuka|chuki|gaya|gye)(?: (?:hain|hai|hue))?|mukammal(?: (?:shuda|kiye|hue|ho chuke|ho gaye))*|khatam (?:kiye|hue|ho gaye|shuda)|ہو ?(?:چکے|گئے|چکا|چکی|گیا|گئی)(?: ہیں| ہے)?|مکمل(?: (?:شدہ|کیے|ہوئے|ہو چکے|ہو گئے|کیا|کئے))*|ختم (?:کیے|ہوئے|شدہ|ہو گئے)",
    { status: 'done' },
  ),
  cue('this weekend|the weekend|weekend|is weekend|اس ویک ?اینڈ|ویک ?اینڈ', (_, speaker) => weekend(speaker, 0)),
  cue('next weekend', (_, speaker) => weekend(speaker, 1)),
  cue("next week(?:'s)?|agl[ea]y? haft[ea]y?|agle week|اگلے ہفتے|اگلا ہفتہ|آئندہ ہفتے", (_, speaker) =>
    weekFrom(speaker, 1),
  ),
  cue(
    "(?:this|the|my|current) week(?:'s)?|(?:is|iss|isi) haft[ea]y?|is week|for the week|(?:اس|اسی|رواں) ہفتے|یہ ہفتہ|yeh? hafta|hafta|haft[ea]y? (?:ke|ka|mein|bhar)|week|ہفتے (?:کے|بھر|میں)",
    { due: 'week' },
  ),
  cue('next month|agle mahin[ea]y?|agle mah|اگلے مہینے|اگلے ماہ', (_, speaker) => monthFrom(speaker, 1)),
  cue('this month|is mahin[ea]y?|is mah|اس مہینے|اس ماہ', (_, speaker) => monthFrom(speaker, 0)),
  cue("today(?:'?s)?|tonight|aa?j|aa?j ?(?:ke|ka|ki)|آج(?: (?:کے|کا|کی))?", { due: 'today' }),
  cue("yesterday(?:'?s)?|guzishta kal|guzray kal|گزشتہ کل|گزرے کل", (_, speaker) =>
    span(addDays(today(speaker), -1), addDays(today(speaker), -1)),
  ),
  cue(
    '(?:(?:with |of )?(?:very |really )?(?:urgent|critical|high|important|medium|low|top|p ?[1-4]|zaroori|zaruri|aham|fori|fauri|فوری|ارجنٹ|ضروری|اہم|درمیانی|پی ?[1-4])(?:(?:[ -](?:priority|prio|importance|tarjeeh|ahmiyat|ترجیح|اہمیت|پرائیوریٹی))(?: wale| والے)?)?)',
    words => ({ priorities: [priorityNamed(words)] }),
  ),
  cue(
    'open|pending|left|remaining|still (?:to do|open|left)|unfinished|incomplete|not done|outstanding|baqi|baaqi|bache|rehte|khule|باقی|کھلے|بچے|ادھورے|نامکمل',
    {},
  ),
]

const others: readonly [NonNullable<Filtered['other']>, RegExp][] = (
  [
    [
      'recurring',
      'repeating|recurring|that repeat|which repeat|repeat (?:hone |wale|hone wale|hote)|ریپیٹ|دہرائے|دہرانے|بار بار',
    ],
    ['reminders', 'reminders|alarms|ریمائنڈرز?|یاد ?دہانیاں'],
    ['tags', 'tags|labels|ٹیگز|ٹیگ'],
  ] as const
).map(([name, source]) => [name, new RegExp(`${wordStart}(?:${foldUrdu(source)})${wordEnd}`)])

/** Words of a question or a list that name nothing. */
const empty = new RegExp(
  `${wordStart}(?:${foldUrdu(
    "what|which|whats|what's|is|are|was|were|do|does|did|i|me|my|mine|have|has|had|got|get|to|the|all|any|anything|everything|every|each|of|on|in|for|at|from|with|by|that|a|an|and|list|lists|due|tasks?|to-?dos?|items?|things?|stuff|plate|agenda|schedule|schedules?|up|there|else|only|just|still|me|please|again|need|needs|should|must|coming|come|comes|happening|scheduled|planned|set|need to|go|going|currently|priority|prioritys|priorities|level|tagged|tag|label|labelled|labeled|under|about|ones?|show|how|many|so|now|right|put|it|its|be|being|been|will|can|you|am|up to|day|date|dated|marked|as|status|this|next|out|deadlines?|calendar|am|recently|lately|order|sorted|inbox|home screen|" +
      'k|unhein|unko|inko|kin|mere|meray|mera|meri|mujhe|mjhe|sab|sb|sare|saray|saare|tamam|kaun|kon|kaunse|konse|kaun se|kon se|kya|kia|kitne|kitnay|kitni|kitna|hai|hain|he|hn|h|ka|ki|ke|kay|ko|se|par|pe|mein|main|me|aur|jo|jin|jis|wale|wala|wali|walay|waale|kaa?m|kaamon|kamon|tasks?|list|abhi|tak|to|bhi|koi|hue|hua|karne|krne|karna|krna|karny|baqi|rakhe|lage|laga|tha|thay|the|sirf|bas|zara|hi|tag|tarjeeh|ye|yeh|wo|woh|din|tareekh|tareekhon|liye|' +
      'انہیں|ان کو|کن|میرے|میرا|میری|مجھے|سب|سارے|تمام|کون|کونسے|کیا|کتنے|کتنی|کتنا|ہے|ہیں|کا|کی|کے|کو|سے|پر|میں|اور|جو|جن|جس|والے|والا|والی|کام|کاموں|ٹاسک|ٹاسکس|لسٹ|فہرست|ابھی|تک|تو|بھی|کوئی|ہوئے|ہوا|کرنے|کرنا|باقی|رکھے|لگے|تھا|تھے|صرف|بس|ذرا|ہی|ٹیگ|ترجیح|یہ|وہ|دن|تاریخ|لیے|لئے|گئے|گئی|گیا',
  )})${wordEnd}`,
  'g',
)

const tagged = new RegExp(
  foldUrdu(
    '#([^\\s#,.!?]+)|(?:tagged|labelled|labeled|with (?:the )?tag|under(?: the tag)?|tag:?) (?:as |with )?([^\\s,]+)|([^\\s#]+) (?:ka |ke |ki |wale |wali |wala |کا |کے |کی |والے |والی |والا )?(?:tags?|ٹیگ)(?: (?:wale|wala|والے|والا))?(?= |$)',
  ),
  'g',
)

export function filterIn(words: string, speaker: Speaker): Filtered {
  const clause = clauseOf(words)
  const filter: Filter = {}
  let text = clause.text
  const other = others.find(([, pattern]) => pattern.test(text))?.[0]
  const tags: string[] = []
  text = text.replace(tagged, (all, hash?: string, after?: string, before?: string) => {
    const name = hash ?? after ?? before ?? ''
    if (!name || (!hash && contentWords(name).length === 0)) return all
    tags.push(asWritten(clause, name))
    return ' '
  })
  if (tags.length) filter.tags = tags
  for (const { pattern, filter: of } of cues) {
    const found = pattern.exec(text)
    if (!found) continue
    const meant = of(found[0], speaker)
    if (!meant || clashes(filter, meant)) continue
    Object.assign(filter, meant)
    for (let more = found; more; more = pattern.exec(text) as typeof found)
      text = `${text.slice(0, more.index)} ${text.slice(more.index + more[0].length)}`
  }
  const range = isDated(filter) ? undefined : rangeIn(text, speaker)
  if (range) {
    Object.assign(filter, span(range.from, range.to))
    text = range.rest
  } else if (!isDated(filter)) {
    // "Kal ke kaam": quick add takes this for the description of another word.
    const { date, rest, onlyTime, repeat } = momentIn(
      text.replaceAll(/'s(?= |$)/g, '').replace(possessive, ' '),
      speaker,
    )
    if (date && !onlyTime && !repeat) {
      Object.assign(filter, span(date, date))
      text = rest.toLowerCase()
    }
  }
  if (filter.due === 'overdue' && filter.status === 'done') delete filter.status
  const rest = text
    .replace(/'s(?= |$)/g, ' ')
    .replace(empty, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  return { filter, rest, ...(other && !isNarrowed(filter) && { other }) }
}

const possessive = /(?<= |^)(?:ka|ki|ke|kay|کا|کی|کے)(?= |$)/g

const ranges = new RegExp(
  foldUrdu(
    '(?:(?:from|between) )?(?<from>[^ ]+(?: [^ ]+)?) (?:to|until|till|and|through|se|سے) (?<to>[^ ]+(?: [^ ]+)?)(?: (?:tak|تک))?',
  ),
)

/** "From Friday to Sunday": the last words of the first day, the first words of the second. */
function rangeIn(text: string, speaker: Speaker): { from: string; to: string; rest: string } | undefined {
  const found = ranges.exec(text)
  if (!found?.groups || !/^(?:from|between)|tak|تک|until|till|through/.test(found[0])) return undefined
  const day = (words = '') => {
    const { date, rest, onlyTime } = momentIn(words, speaker)
    return date && !rest && !onlyTime ? date : undefined
  }
  const [first, second] = [day(found.groups.from), day(found.groups.to) ?? day(found.groups.to?.split(' ')[0])]
  if (!first || !second || second < first) return undefined
  return { from: first, to: second, rest: text.replace(found[0], ' ') }
}

const isDated = ({ due, dueFrom }: Filter) => due !== undefined || dueFrom !== undefined
const isNarrowed = (filter: Filter) => Object.keys(filter).length > 0

/** The first words for the same thing win. */
const clashes = (filter: Filter, more: Filter) =>
  Object.keys(more).some(field => field in filter) || (isDated(filter) && isDated(more))

/** A tag in the spelling of the person. */
function asWritten(clause: Clause, folded: string): string {
  const at = clause.text.indexOf(folded)
  return at < 0 ? folded : clause.quote(at, at + folded.length)
}
