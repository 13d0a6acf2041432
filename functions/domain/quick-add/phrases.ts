import { LETTER } from './fold.ts'

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
