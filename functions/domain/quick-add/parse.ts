import { MAX_REMINDERS, MAX_TAGS, YEAR_MINUTES } from '../limits.ts'
import type { RuleText } from '../recurrence/rule-text.ts'
import { minutesOf } from '../reminder.ts'
import { tagKey } from '../tag.ts'
import { instantOf, localAt } from '../zone.ts'
import { isToCome, type Moment, type Now, nextOn, nextTime, resolve } from './clock.ts'
import { fold } from './fold.ts'
import { type Groups, group } from './groups.ts'
import type { Chosen, ClockTime, DateMeaning, SpanKind } from './meaning.ts'
import { scan } from './scan.ts'
import { when } from './settle.ts'
import { fitted, withoutRanges } from './title.ts'
import { covering, quoted, type Range } from './untouched.ts'

export interface QuickAdd {
  text: string
  /** `en`, `ur` or a tag such as `en-US`, in which 5/8 begins with the month. All languages are read in each. */
  locale: string
  zone: string
  now: Date
  /** The first day of the week; 1 is Monday. */
  weekStart?: number
  /** Parts that stay text, such as spans of an earlier answer that the person refused. */
  except?: readonly Range[]
}

export interface Span {
  start: number
  end: number
  kind: SpanKind
  text: string
}

export interface Draft {
  title: string
  notes?: string
  due?: { date: string; time?: string; zone: string }
  repeat?: { rule: RuleText; from: 'due' | 'completion' }
  tags?: string[]
  priority?: 'P1' | 'P2' | 'P3' | 'P4'
  reminders?: ({ before: string } | { at: string })[]
}

/** Text after this is not read: a person who pastes a book means a title and notes. */
const FARTHEST = 4_000

/**
 * The draft of a task from one line of text. When nothing would remain for the title, the whole line is the title, so
 * that a task can have the name "Friday".
 */
export function parseQuickAdd(input: QuickAdd): { task: Draft; spans: Span[] } {
  const { text, zone, now: instant, except = [] } = input
  const now: Now = { today: localAt(instant, zone).date, instant, zone }
  const folded = fold(text.slice(0, FARTHEST), covering([...quoted(text), ...except], text.length))
  const monthFirst = /^en-US\b/i.test(input.locale)
  const { found, escapes } = scan(text, folded, { today: now.today, weekStart: input.weekStart ?? 1, monthFirst })
  const groups = group(found, text)
  const { due, repeat, chosen } = when(groups, now)
  const marks = marksOf(groups)
  const reminders = remindersOf(groups, due, now)
  const spans = [...chosen, ...marks.chosen, ...reminders.chosen].sort((a, b) => a.start - b.start)
  const title = withoutRanges(text, spans, escapes)
  if (!/[^\s\p{Cf}\p{P}]/u.test(title) && spans.length)
    return { task: fitted(withoutRanges(text, [], escapes)), spans: [] }
  return {
    task: {
      ...fitted(title),
      ...(due && { due: { ...due, zone } }),
      ...(repeat && { repeat }),
      ...marks.task,
      ...(reminders.list.length && { reminders: reminders.list }),
    },
    spans: spans.map(({ start, end, kind }) => ({ start, end, kind, text: text.slice(start, end) })),
  }
}

/** Each tag once, in its first spelling, as many as a task may have, and the priority. Other tags stay text. */
function marksOf({ tags, priorities }: Groups): { task: Pick<Draft, 'tags' | 'priority'>; chosen: Chosen[] } {
  const names = new Map<string, string>()
  const chosen: Chosen[] = []
  for (const { start, end, meaning } of tags) {
    const key = tagKey(meaning.name)
    if (names.size === MAX_TAGS && !names.has(key)) continue
    if (!names.has(key)) names.set(key, meaning.name)
    chosen.push({ start, end, kind: 'tag' })
  }
  // Two different priorities are about something else: "move P1 and P2".
  const levels = new Set(priorities.map(({ meaning }) => meaning.level))
  const priority = levels.size === 1 ? priorities[0] : undefined
  if (priority) chosen.push({ start: priority.start, end: priority.end, kind: 'priority' })
  return {
    task: { ...(names.size && { tags: [...names.values()] }), ...(priority && { priority: priority.meaning.level }) },
    chosen,
  }
}

/** Each reminder once, as many as a task may have. A reminder in the past stays text. */
function remindersOf(
  { reminders, bounds, asked }: Groups,
  due: Moment | undefined,
  now: Now,
): { list: NonNullable<Draft['reminders']>; chosen: Chosen[] } {
  const list = new Map<string, { before: string } | { at: string }>()
  const chosen: Chosen[] = []
  const add = (at: { start: number; end: number }, reminder: { before: string } | { at: string } | undefined) => {
    const key = JSON.stringify(reminder)
    if (!reminder || (list.size === MAX_REMINDERS && !list.has(key))) return
    list.set(key, reminder)
    chosen.push({ start: at.start, end: at.end, kind: 'reminder' })
  }
  for (const { start, end, meaning } of reminders) {
    if ('time' in meaning) add({ start, end }, remindAt(undefined, meaning.time, due, now))
    else if (minutesOf(meaning.before) <= YEAR_MINUTES) add({ start, end }, { before: meaning.before })
  }
  for (const bound of bounds)
    if (bound.lead === 'remind') add(bound, remindAt(bound.date, bound.time ?? bound.date?.time, due, now))
  for (const span of due ? asked.slice(0, 1) : []) {
    if (!list.size) add(span, due?.time ? { before: 'PT0M' } : remindAt(undefined, undefined, due, now))
    else chosen.push({ start: span.start, end: span.end, kind: 'reminder' })
  }
  return { list: [...list.values()], chosen }
}

/** Without its own date it comes on the day of the task, and without a time in the morning. */
function remindAt(date: DateMeaning | undefined, given: ClockTime | undefined, due: Moment | undefined, now: Now) {
  const time: ClockTime = given ?? { part: 'morning' }
  const onDueDate = due && { date: due.date, time: resolve(time).time }
  const moment = date ? nextOn(date.first, time, now) : (onDueDate ?? nextTime(time, now))
  if (moment?.time === undefined || !isToCome(moment, now)) return undefined
  return { at: instantOf(moment.date, moment.time, now.zone).toISOString() }
}
