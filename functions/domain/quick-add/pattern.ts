import type { Day } from './calendar.ts'
import { firstLetters } from './first-letters.ts'
import { fold, LETTER } from './fold.ts'
import type { Meaning } from './meaning.ts'
import { type Classes, classes } from './vocabulary.ts'

/** The facts besides its words that the meaning of a phrase depends on. */
export interface Context {
  today: Day
  /** 1 is Monday. */
  weekStart: number
  /** Whether 5 is the month in 5/8. */
  monthFirst: boolean
}

export interface Match {
  /** The meaning of the word in these braces; undefined if an optional part is absent. */
  get<K extends keyof Classes>(name: K, label?: string): ReturnType<Classes[K]['read']> | undefined
  /** The text of a named group of the pattern; undefined if an optional part is absent. */
  group(name: string): string | undefined
  whole: string
}

export interface Pattern {
  firstLetters: ReadonlySet<string>
  /** Compiled at the first use, for a text such as this one. */
  regexp: (text: string) => RegExp
  read: (match: Match, context: Context) => Meaning | undefined
}

/** A phrase does not end within a word, a number, a path, an address, or an English or Urdu possessive. */
const end = `(?![${LETTER}0-9'/@#&+=%$€\\\\]|[.:-][${LETTER}0-9]|,\\d| (?:ki|ka|ke|kay|کی|کا|کے)(?![${LETTER}]))`
const groupName = (name: string, label = '') => name + label

/**
 * A pattern is a regular expression over folded text. `{weekday}` in it means any weekday of any language, and
 * `{weekday:to}` a second one. A match starts where a word starts and ends where a word ends. Line breaks and the spaces
 * after them are only layout.
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
    // Most texts need few patterns, so each is compiled at its first use.
    regexp: text => (compiled ??= compile(whole, text)),
    read,
  }
}

/**
 * V8 compiles a pattern first to bytecode and soon after to machine code. A text of a thousand characters makes it skip
 * the first step, which saves half of the time for the first line of a process.
 */
function compile(source: string, text: string): RegExp {
  const regexp = new RegExp(source, 'y')
  const long = text.padEnd(1_000)
  regexp.lastIndex = long.length
  regexp.test(long)
  return regexp
}

/** The meaning of the pattern at that place of the folded text, and the end of the match. */
export function matchAt(
  text: string,
  at: number,
  { regexp, read }: Pattern,
  context: Context,
): { end: number; meaning: Meaning } | undefined {
  const sticky = regexp(text)
  sticky.lastIndex = at
  const found = sticky.exec(text)
  if (!found) return undefined
  const meaning = read(asMatch(found), context)
  return meaning && { end: at + found[0].length, meaning }
}

const asMatch = ({ groups, 0: whole }: RegExpExecArray): Match => ({
  get: (name, label) => {
    const text = groups?.[groupName(name, label)]
    return text === undefined ? undefined : (classes[name].read(text) as ReturnType<Classes[typeof name]['read']>)
  },
  group: name => groups?.[name],
  whole,
})

// The small words around a date or a time, for all patterns.

/** English puts them before the date. */
export const BY = `(?:(?:by |at )?(?:the )?(?:eod|cob|end of (?:the )?day)(?: on| of|,)? )?
  (?:(?<by>due on|due by|due|no later than|by|on|before) |for )?`

/** Urdu puts them after the date, in both scripts. */
export const POST =
  '(?: (?:ہی|hi))?(?: (?:' +
  '(?<until>تک|tak|سے پہلے|سے قبل|se pehle|se pehlay|se pahle|se pehly)(?: کے لیے| کے لئے| ke liye)?' +
  '|(?<from>سے|se|شروع|shuru)' +
  '|(?<on>کو|ko|کے دن|کے روز|ke din|ke roz|والے دن|wale din|کے لیے|کے لئے|ke liye|ke liay|kay liye|پر|par|pe)))?'

/** "of": a date before it only describes the next word, as in "kal ki meeting". */
export const OF = '(?:کی|کا|کے|ki|ka|ke|kay)'
export const NEXT =
  '(?:next|اگلے|اگلا|اگلی|آئندہ|آنے والے|آنے والی|agle|agla|agli|aglay|agley|aane wale|aanay walay|ainda|aainda)'
export const THIS = '(?:this coming|this|coming|upcoming|اس|اسی|رواں|is|iss|isi)'
/** After a number of days or hours: "later" or "within". */
export const LATER = '(?:(?:کے )?(?:بعد|اندر(?: اندر)?)|میں|تک میں|(?:ke |kay )?(?:baad|bad|andar)|mein|main|me|mai)'
/** "week later" needs no number; "in week" does. */
export const AFTER = '(?:(?:کے )?بعد|(?:ke |kay )?baad)'
export const LAST =
  '(?:last|past|previous|گزشتہ|پچھلے|پچھلا|پچھلی|گذشتہ|pichle|pichla|pichli|pichlay|guzishta|guzashta)'

/** A day from Monday to Friday, as in "the last working day of the month". */
export const WORKDAY =
  '(?:weekday|workday|working day|work day|business day' +
  '|کام کے دن|کام کا دن|ورکنگ ڈے|kaam ke din|kaam ka din|kam ke din|kam ka din)'

/** A mark, a number or the end: the word before it does not describe another word. */
const MARKED = '(?= ?$|[,.;:!?)\\]]| (?:[#!(-]|\\d|\\uFFFC|p[1-4](?!\\d)'
const among = (words: string) => `|(?:${words})(?![${LETTER}])))`

/** The words that may follow a day of the month. "the 2nd floor" is not one. */
export const ALONE =
  MARKED +
  among('at|by|for|with|to|on|in|and|about|from|until|till|every|each|remind|of|noon|morning|evening|today|tomorrow')

/** The words that may follow an adverb: a weekly report is not a weekly task. */
export const ADVERB =
  MARKED +
  among(
    'at|on|by|in|until|till|for|from|starting|beginning|remind|every|ending|today|tomorrow|morning|evening|noon|' +
      'صبح|شام|رات|دوپہر|subah|subha|shaam|sham|raat|dopahar',
  )

export const AT = '(?:(?:at|by|@|from|around|before|after) ?)?'
/** The part of the day after an hour: "5 in the afternoon", "9 at night". */
export const PART_EN = '(?: (?:in the|at) {dayPart})'
