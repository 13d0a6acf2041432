import type { RuleText } from '../recurrence/rule-text.ts'
import { localAt } from '../zone.ts'
import { marksOf } from './choose-marks.ts'
import { remindersOf } from './choose-reminders.ts'
import { fold } from './fold.ts'
import { group } from './groups.ts'
import type { SpanKind } from './meaning.ts'
import type { Now } from './moment.ts'
import { scan } from './scan.ts'
import { when } from './settle.ts'
import { fitted, withoutRanges } from './title.ts'
import { covering, quoted, type Range } from './untouched.ts'

export interface QuickAdd {
  text: string
  /** `en`, `ur` or a tag such as `en-US`, where 5/8 begins with the month; every language is read under each. */
  locale: string
  zone: string
  now: Date
  /** The first day of the week; 1 is Monday. */
  weekStart?: number
  /** Parts that the person wants as text, such as the spans of an earlier answer: they are not read. */
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

/** Nothing is read beyond this: who pastes a book means a title and notes. */
const FARTHEST = 4_000

/**
 * What a person meant by one line of text. Where nothing would be left for the title, everything is the title: a task
 * called "Friday" can be written, too.
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
