import { type Draft, parseQuickAdd } from '../../../domain/quick-add/parse.ts'
import { classes } from '../../../domain/quick-add/vocabulary.ts'
import { clauseOf, foldUrdu, wordEnd, wordStart } from '../rules/clause.ts'
import type { Speaker } from './person.ts'

/** A moment that the person named, and the other words beside it. */
export interface Moment {
  /** Without the moment and the small words that joined them. */
  rest: string
  date?: string
  time?: string
  /** Only a time was named: the date is the next day on which it comes. */
  onlyTime: boolean
  repeat?: NonNullable<Draft['repeat']>
  /** "By two days": counted from the date that the task has. */
  shift?: Duration
}

export type Unit = 'minutes' | 'hours' | 'days' | 'weeks' | 'months'
export interface Duration {
  unit: Unit
  count: number
}

/** Words between the task and the moment, in front of either or behind it. */
const joint = new RegExp(
  `^(?:${foldUrdu(
    "to|on|at|until|till|til|for|by|from|in|the|is|as|be|due|it's|its|about|of|that|and|with|(?:due )?(?:date|time|deadline) (?:of|for)|ko|par|pe|tak|se|ke liye|k liye|ki|ka|ke|wala|wali|wale|aur|ab|کو|پر|تک|سے|کے لیے|کے لئے|کا|کی|کے|والا|والی|والے|اور|اب",
  )})${wordEnd}[\\s,:-]*|[\\s,:-]*${wordStart}(?:${foldUrdu(
    "to|on|at|until|till|til|for|by|from|in|is|as|be|due|and|with|a|the|about|of|back|forward|ahead|out|instead|please|(?:'s )?(?:due )?(?:date|time|deadline)|(?:ka |ki )?(?:waqt|time|tareekh|date)|(?:کا |کی )?(?:وقت|تاریخ|ٹائم)|ko|ku|par|pe|tak|se|ke liye|k liye|ki|ka|ke|aur|wala|main|mein|me|کو|پر|تک|سے|کے لیے|کے لئے|کا|کی|کے|اور|والا|میں",
  )})$`,
)

/** Without the joints at both ends. */
export function bare(words: string): string {
  let left = clauseOf(words, false)
  for (let i = 0; i < 8; i++) {
    const found = joint.exec(left.text)
    if (!found || found[0].length === left.text.length) return left.original
    const atStart = found.index === 0
    left = clauseOf(left.quote(atStart ? found[0].length : 0, atStart ? left.text.length : found.index), false)
  }
  return left.original
}

/** Quick add reads nothing in a line that would keep no title. */
const anyTitle = 'Qq'

/** "Wednesday the 25th" is the 25th. */
const weekdayBefore =
  /\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? (?=the \d{1,2}(?:st|nd|rd|th)\b)/gi

function read(given: string, { now, zone, locale }: Speaker): Moment {
  const words = given.replaceAll(weekdayBefore, '')
  const { task, spans } = parseQuickAdd({ text: `${anyTitle} ${words}`, locale, zone, now })
  const { due, repeat } = task
  const kinds = new Set(spans.map(({ kind }) => kind))
  const dated = spans.filter(({ kind }) => kind === 'date' || kind === 'time' || kind === 'repeat')
  return {
    rest: bare(without(`${anyTitle} ${words}`, dated).replace(/^Qq/, '').replaceAll(/\s+/g, ' ')),
    ...(due && { date: due.date }),
    ...(due?.time && { time: due.time }),
    onlyTime: Boolean(due?.time) && !kinds.has('date') && !kinds.has('repeat'),
    ...(repeat && { repeat }),
  }
}

function without(text: string, spans: readonly { start: number; end: number }[]): string {
  let left = text
  for (const { start, end } of spans.toReversed()) left = `${left.slice(0, start)} ${left.slice(end)}`
  return left
}

const lengthSource = foldUrdu(
  `(?:(?<half>half an|half|aadha|adha|aadhe|adhe|آدھا|آدھے) |(?<one>an?|another|one more|aik aur|ek aur|ایک اور) |(?<few>a couple of|couple of|a few|chand|kuch|چند|کچھ) |(?<count>\\d{1,4}|${classes.number.source}) ?)` +
    '(?<unit>minutes?|mins?|m|min|mint|minat|minton|منٹ|منٹوں|hours?|hrs?|hr|h|ghant[aeyo]n?|ghantay|گھنٹ[ہےا]|گھنٹوں|days?|d|din|dinon|roz|دن|دنوں|روز|weeks?|w|hafta|hafte|haftay|hafton|ہفتہ|ہفتے|ہفتوں|months?|mahin[aey]+|maheen[aey]+|مہینہ|مہینے|مہینوں)',
)
const lengthPattern = new RegExp(`${wordStart}${lengthSource}${wordEnd}`, 'd')

const unitOf = (word: string): Unit => {
  if (/^(?:m|mins?|mint|minat|minton|minutes?|منٹ.*)$/.test(word)) return 'minutes'
  if (/^(?:h|گ)/.test(word) && !/^haf/.test(word)) return word.startsWith('haf') ? 'weeks' : 'hours'
  if (/^gh/.test(word)) return 'hours'
  if (/^(?:w|haf|ہفت)/.test(word)) return 'weeks'
  if (/^(?:mo|mah|مہ)/.test(word)) return 'months'
  return 'days'
}

/** "Ten minutes", "half an hour", "do din". */
export function lengthIn(words: string): { duration: Duration; from: number; to: number } | undefined {
  const clause = clauseOf(words)
  const found = lengthPattern.exec(clause.text)
  if (!found?.groups) return undefined
  const { half, one, few, count, unit = '' } = found.groups
  const named = foldUnit(unitOf(unit), half, one, few, count)
  return named && { duration: named, from: found.index, to: found.index + found[0].length }
}

function foldUnit(unit: Unit, half?: string, one?: string, few?: string, count?: string): Duration | undefined {
  if (half)
    return unit === 'hours'
      ? { unit: 'minutes', count: 30 }
      : unit === 'days'
        ? { unit: 'hours', count: 12 }
        : undefined
  const number = one ? 1 : few ? 2 : Number(/^\d+$/.test(count ?? '') ? count : classes.number.read(count ?? ''))
  return number > 0 ? { unit, count: number } : undefined
}

const shiftWords = new RegExp(
  `(?:${wordStart}(?:by|another|forward|back|aage|agay|agey|age|aur|مزید|آگے|اور) ?)?${wordStart}${lengthSource}(?: (?:forward|back|later|ahead|aage|agay|agey|age|آگے|مزید|out|off))?$`,
)

/** The last place of a word that stands between a task and its new date. */
const betweens = [' to ', ' until ', ' till ', ' for ', ' ko ', ' کو ', ' on ', ' by ', ' se ', ' سے ']

/** "Parson ki bajaye peer ko": the first day no longer counts. */
const insteadOf = /(?<= )\S+ (?:ki|ke|کی|کے) (?:bajaye|bajae|bajay|jagah|بجائے|جگہ)(?= )/iu

/** Splits what the person said into a moment and the words for the task. */
export function momentIn(said: string, speaker: Speaker): Moment {
  const words = said.replace(insteadOf, ' ').replace(/ (?:ka|ki|ke|kay|کا|کی|کے)$/u, '')
  const shifted = shiftIn(words)
  if (shifted) return shifted
  const whole = read(words, speaker)
  if (whole.repeat) return whole
  for (const between of betweens) {
    const at = words.toLowerCase().lastIndexOf(between)
    if (at <= 0) continue
    const moment = read(words.slice(at + between.length), speaker)
    const isPoorer = moment.onlyTime && whole.date && !whole.onlyTime
    if ((moment.date || moment.repeat) && !moment.rest && !isPoorer)
      return { ...moment, rest: bare(words.slice(0, at)) }
  }
  return whole
}

function shiftIn(words: string): Moment | undefined {
  const clause = clauseOf(words)
  const found = shiftWords.exec(clause.text)
  if (!found?.groups) return undefined
  // "In two days" counts from today, and quick add reads it.
  if (/(?:^| )(?:in|within|after|every|har|ہر|each) $/.test(clause.text.slice(0, found.index))) return undefined
  const { half, one, few, count, unit = '' } = found.groups
  const shift = foldUnit(unitOf(unit), half, one, few, count)
  return shift && { rest: bare(clause.quote(0, found.index)), onlyTime: false, shift }
}

const beforeWords = foldUrdu(
  'before(?:hand)?|ahead(?: of)?|prior(?: to)?|early|earlier|in advance|pehle|pehlay|pahle|phle|pehly|qabl|پہلے|قبل',
)
const beforePattern = new RegExp(
  `${wordStart}(?:${lengthSource} (?:se )?(?:${beforeWords})|(?<daybefore>the day before|a day before|one day before|ek din pehle|aik din pehle|ایک دن پہلے))${wordEnd}`,
)

/** A time before the task is due, as ISO 8601, and the words beside it. */
export function leadIn(words: string): { before: string; rest: string } | undefined {
  const clause = clauseOf(words.replaceAll(/\b(\d+)(h|m|min|hrs?|mins?)\b/gi, '$1 $2'))
  const found = beforePattern.exec(clause.text)
  if (!found?.groups) return undefined
  const { half, one, few, count, unit = '', daybefore } = found.groups
  const length = daybefore ? ({ unit: 'days', count: 1 } as const) : foldUnit(unitOf(unit), half, one, few, count)
  if (!length || length.unit === 'months') return undefined
  const rest = `${clause.quote(0, found.index)} ${clause.quote(found.index + found[0].length, clause.text.length)}`
  return { before: isoOf(length), rest: bare(rest) }
}

const isoOf = ({ unit, count }: Duration): string => {
  if (unit === 'minutes') return `PT${count}M`
  if (unit === 'hours') return `PT${count}H`
  return `P${unit === 'weeks' ? count * 7 : count}D`
}

export const minutesOf = ({ unit, count }: Duration): number =>
  count * { minutes: 1, hours: 60, days: 1440, weeks: 10_080, months: 43_200 }[unit]
