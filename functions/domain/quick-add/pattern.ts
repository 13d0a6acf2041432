import type { Day } from './calendar.ts'
import { firstLetters } from './first-letters.ts'
import { fold, LETTER } from './fold.ts'
import type { Meaning } from './meaning.ts'
import { type Classes, classes } from './vocabulary.ts'

/** What a phrase may depend on besides its own words. */
export interface Context {
  today: Day
  /** 1 is Monday. */
  weekStart: number
  /** In 5/8, whether 5 is the month. */
  monthFirst: boolean
}

export interface Said {
  /** What the braces of that name, or of that name and label, stand for in the text; nothing if they were left out. */
  get<K extends keyof Classes>(name: K, label?: string): ReturnType<Classes[K]['read']> | undefined
  /** The text of a group that the pattern itself names; nothing if it was left out. */
  group(name: string): string | undefined
  whole: string
}

export interface Pattern {
  firstLetters: ReadonlySet<string>
  /** Compiled for a text such as this one. */
  regexp: (text: string) => RegExp
  read: (said: Said, context: Context) => Meaning | undefined
}

/** Not within a word, a number, a path, an address or a possessive, English or Urdu. */
const end = `(?![${LETTER}0-9'/@#&+=%$€\\\\]|[.:-][${LETTER}0-9]|,\\d| (?:ki|ka|ke|kay|کی|کا|کے)(?![${LETTER}]))`
const groupName = (name: string, label = '') => name + label

/**
 * A pattern is a regular expression over folded text, in which `{weekday}` stands for any weekday in any language and
 * `{weekday:to}` for a second one. It is tried where a word starts and must end where a word ends. Line breaks
 * and the spaces after them are layout.
 */
export function pattern(source: string, read: Pattern['read']): Pattern {
  const expanded = source
    .replace(/\n\s*/g, '')
    .replace(/[\u0600-\u06ff]+/g, urdu => fold(urdu).text)
    .replace(/\{([a-zA-Z]{2,})(?::([a-z]+))?\}/g, (_, name: string, label?: string) => {
      const found = name in classes ? classes[name as keyof Classes] : undefined
      if (!found) throw new Error(`no such class of words: ${name}`)
      return `(?<${groupName(name, label)}>${found.source})`
    })
  const whole = `(?:${expanded})${end}`
  let compiled: RegExp | undefined
  return {
    firstLetters: firstLetters(expanded),
    // Compiled when it is first needed: most texts need few of them.
    regexp: text => (compiled ??= compile(whole, text)),
    read,
  }
}

/**
 * V8 first compiles to bytecode, which costs it more than machine code, and to that soon after. A text of a thousand
 * characters makes it skip the first step: half of what the first line of a process costs.
 */
function compile(source: string, text: string): RegExp {
  const regexp = new RegExp(source, 'y')
  const long = text.padEnd(1_000)
  regexp.lastIndex = long.length
  regexp.test(long)
  return regexp
}

/** What the pattern finds at that place of the folded text, and where that ends. */
export function matchAt(
  text: string,
  at: number,
  { regexp, read }: Pattern,
  context: Context,
): { end: number; meaning: Meaning } | undefined {
  const sticky = regexp(text)
  sticky.lastIndex = at
  const match = sticky.exec(text)
  if (!match) return undefined
  const meaning = read(said(match), context)
  return meaning && { end: at + match[0].length, meaning }
}

function said(match: RegExpExecArray): Said {
  return {
    get: (name, label) => {
      const text = match.groups?.[groupName(name, label)]
      return text === undefined ? undefined : (classes[name].read(text) as ReturnType<Classes[typeof name]['read']>)
    },
    group: name => match.groups?.[name],
    whole: match[0],
  }
}

// The small words around a date or a time, shared by the patterns.

/** English puts them before. */
export const BY = `(?:(?:by |at )?(?:the )?(?:eod|cob|end of (?:the )?day)(?: on| of|,)? )?
  (?:(?<by>due on|due by|due|no later than|by|on|before) |for )?`

/** Urdu puts them after, in either script. */
export const POST =
  '(?: (?:ہی|hi))?(?: (?:' +
  '(?<until>تک|tak|سے پہلے|سے قبل|se pehle|se pehlay|se pahle|se pehly)(?: کے لیے| کے لئے| ke liye)?' +
  '|(?<from>سے|se|شروع|shuru)' +
  '|(?<on>کو|ko|کے دن|کے روز|ke din|ke roz|والے دن|wale din|کے لیے|کے لئے|ke liye|ke liay|kay liye|پر|par|pe)))?'

/** "of": a date before it only describes what follows, as in "kal ki meeting". */
export const OF = '(?:کی|کا|کے|ki|ka|ke|kay)'
export const NEXT =
  '(?:next|اگلے|اگلا|اگلی|آئندہ|آنے والے|آنے والی|agle|agla|agli|aglay|agley|aane wale|aanay walay|ainda|aainda)'
export const THIS = '(?:this coming|this|coming|upcoming|اس|اسی|رواں|is|iss|isi)'
/** After a count of days or hours: that much later, or within it. */
export const LATER = '(?:(?:کے )?(?:بعد|اندر(?: اندر)?)|میں|تک میں|(?:ke |kay )?(?:baad|bad|andar)|mein|main|me|mai)'
/** "a week later" can leave out the number; "in week" cannot. */
export const AFTER = '(?:(?:کے )?بعد|(?:ke |kay )?baad)'
export const LAST =
  '(?:last|past|previous|گزشتہ|پچھلے|پچھلا|پچھلی|گذشتہ|pichle|pichla|pichli|pichlay|guzishta|guzashta)'

/** Monday to Friday: what a place in the month may count instead of one weekday. */
export const WORKDAY =
  '(?:weekday|workday|working day|work day|business day' +
  '|کام کے دن|کام کا دن|ورکنگ ڈے|kaam ke din|kaam ka din|kam ke din|kam ka din)'

/** A mark, a number or the end: a word before it describes nothing. */
const MARKED = '(?= ?$|[,.;:!?)\\]]| (?:[#!(-]|\\d|\\uFFFC|p[1-4](?!\\d)'
const among = (words: string) => `|(?:${words})(?![${LETTER}])))`

/** What may follow a number that is a day, and not the number of something: the 2nd floor. */
export const ALONE =
  MARKED +
  among('at|by|for|with|to|on|in|and|about|from|until|till|every|each|remind|of|noon|morning|evening|today|tomorrow')

/** What may follow an adverb: a weekly report is not a weekly task. */
export const ADVERB =
  MARKED +
  among(
    'at|on|by|in|until|till|for|from|starting|beginning|remind|every|ending|today|tomorrow|morning|evening|noon|' +
      'صبح|شام|رات|دوپہر|subah|subha|shaam|sham|raat|dopahar',
  )

export const AT = '(?:(?:at|by|@|from|around|before|after) ?)?'
/** The part of the day after an hour: "5 in the afternoon", "9 at night". */
export const PART_EN = '(?: (?:in the|at) {dayPart})'
