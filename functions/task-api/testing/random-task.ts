import * as fc from 'fast-check'
import { safeParse } from 'valibot'
import { instantDue } from '../../domain/create.ts'
import type { Due } from '../../domain/due.ts'
import { ruleText } from '../../domain/recurrence/rule-text.ts'
import { tagKey } from '../../domain/tag.ts'
import { type Task, Title } from '../../domain/task.ts'

interface RandomOptions {
  /** The pieces of random text. */
  unit?: fc.Arbitrary<string>
  /** The resolution of instants in the format. */
  stepMs?: number
}

const pieces = fc.oneof(
  { weight: 5, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) },
  fc.constantFrom(
    '=1+1',
    "'=1",
    '+',
    '-',
    '@',
    '\t',
    '"',
    '""',
    ',',
    ';',
    ':',
    '\\',
    '\\n',
    '\n',
    '\r\n',
    '  ',
    'ماں',
    '👩‍👩‍👧',
    'é',
  ),
)
const zones = fc.constantFrom(
  'UTC',
  'Asia/Karachi',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Etc/UTC',
)
const rules = fc.constantFrom(
  ...[
    'FREQ=DAILY',
    'FREQ=WEEKLY;BYDAY=MO,FR',
    'FREQ=WEEKLY;INTERVAL=2;COUNT=1200',
    'FREQ=MONTHLY;BYDAY=-1FR',
    'FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=21901231',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
    'FREQ=DAILY;UNTIL=21900101T120000Z',
  ].map(ruleText),
)
const day = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-12-31'), noInvalidDate: true })

const due: fc.Arbitrary<Due> = fc.record({ at: day, timed: fc.boolean(), zone: zones }).map(({ at, timed, zone }) => {
  const [date = '', time = ''] = at.toISOString().split('T')
  return { date, ...(timed && { time: time.slice(0, 5) }), zone }
})

/** Any task that could be stored: any text and date, done, skipped, deleted, in a series or not. */
export function randomTask({ stepMs = 1, unit = pieces }: RandomOptions = {}): fc.Arbitrary<Task> {
  const text = fc
    .array(unit, { maxLength: 8 })
    .map(parts => parts.join('').normalize('NFC'))
    .filter(whole => whole.isWellFormed() && !whole.includes('\0'))
  const title = text.filter(whole => safeParse(Title, whole).success)
  const tag = fc.constantFrom('home', 'Money', 'گھر', 'two words', "it's", '=x', '-', '@work', 'a;b', 'été')
  const instant = day.map(date => new Date(Math.floor(date.getTime() / stepMs) * stepMs).toISOString())
  const reminder = fc
    .tuple(
      fc.uuid(),
      fc.oneof(
        fc.constantFrom('PT30M', 'PT90M', 'P1D', 'P2W', 'P1DT2H', 'PT0M').map(before => ({ before })),
        instant.map(at => ({ at })),
      ),
      fc.record(
        { every: fc.constantFrom('PT1M', 'PT90M', 'P1D'), snoozedUntil: instant, firedAt: instant },
        { requiredKeys: [] },
      ),
    )
    .map(([id, what, extra]) => ({ id, ...what, ...extra }))
  return fc
    .record({
      id: fc.uuid(),
      version: fc.integer({ min: 1, max: 99 }),
      title,
      notes: text,
      priority: fc.constantFrom('P1' as const, 'P2' as const, 'P3' as const, 'P4' as const),
      tags: fc.uniqueArray(tag, { maxLength: 4, selector: tagKey }),
      due: fc.option(due),
      rule: fc.option(
        fc.record({ rule: rules, from: fc.constantFrom('due' as const, 'completion' as const), start: due }),
      ),
      missed: fc.option(fc.integer({ min: 1, max: 9 })),
      series: fc.option(fc.uuid()),
      occurrence: fc.integer({ min: 1, max: 1000 }),
      reminders: fc.uniqueArray(reminder, { maxLength: 3, selector: ({ id }) => id }),
      createdAt: instant,
      updatedAt: instant,
      ended: fc.constantFrom('open', 'completed', 'skipped'),
      endedAt: instant,
      deletedAt: fc.option(instant),
    })
    .map(({ rule, missed, series, ended, endedAt, deletedAt, ...task }) => ({
      ...task,
      status: ended === 'open' ? ('open' as const) : ('done' as const),
      dueAt: instantDue(task.due),
      repeat: task.due && rule && { ...rule, ...(missed && { missed }) },
      seriesId: series ?? task.id,
      completedAt: ended === 'completed' ? endedAt : null,
      ...(ended === 'skipped' && { skippedAt: endedAt }),
      ...(deletedAt && { deletedAt }),
    }))
}

export const randomTasks = (options?: RandomOptions): fc.Arbitrary<Task[]> =>
  fc.uniqueArray(randomTask(options), { minLength: 1, maxLength: 20, selector: ({ id }) => id })

export const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1)
