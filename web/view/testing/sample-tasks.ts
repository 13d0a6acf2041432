import { ruleText } from '../../../functions/domain/recurrence/rule-text.ts'
import { addDays, instantOf } from '../../../functions/domain/zone.ts'
import type { LocalTask } from '../../model/local-task.ts'
import { answered } from './some-refusal.ts'

type Sample = Partial<Omit<LocalTask, 'due'>> & { title: string; on?: number; at?: string }

/** Tasks of an ordinary week, and one in each state that a row can have. */
export function sampleTasks(today: string, zone: string): LocalTask[] {
  return samples.map((sample, index) => taskOf(sample, index, today, zone))
}

export function manyTasks(count: number, today: string, zone: string): LocalTask[] {
  return Array.from({ length: count }, (_, index) => {
    const sample = samples[index % samples.length] ?? { title: 'Task' }
    const { refused, conflicts, pending, status, ...plain } = sample
    return taskOf({ ...plain, title: `${sample.title} ${index + 1}`, on: 0 }, index, today, zone)
  })
}

function taskOf({ on, at, ...rest }: Sample, index: number, today: string, zone: string): LocalTask {
  const id = `01920000-0000-7000-8000-${String(index).padStart(12, '0')}`
  const due = on === undefined ? null : { date: addDays(today, on), ...(at && { time: at }), zone }
  const createdAt = new Date(Date.UTC(2026, 9, 1) + index * 3_600_000).toISOString()
  return {
    id,
    version: 1,
    notes: '',
    status: 'open',
    priority: 'P4',
    tags: [],
    due,
    dueAt: due && at ? instantOf(due.date, at, zone).toISOString() : null,
    repeat: null,
    seriesId: id,
    occurrence: 1,
    reminders: [],
    createdAt,
    updatedAt: createdAt,
    completedAt: rest.status === 'done' ? createdAt : null,
    pending: false,
    ...rest,
  }
}

const weekly = (rule: string): Pick<LocalTask, 'repeat'> => ({
  repeat: { rule: ruleText(rule), from: 'due', start: { date: '2026-11-02', time: '09:00', zone: 'Asia/Karachi' } },
})

const notes = `Bring the **old contract** and the two letters.

- [x] Print the form
- [ ] Ask about [the deposit](https://example.com/deposit)

> They close at noon on Fridays.

\`IBAN PK36 SCBL 0000 0011 2345 6702\``

const samples: Sample[] = [
  { title: 'Call the bank about the card', on: -1, priority: 'P2', tags: ['money'] },
  { title: 'Send the signed lease back', on: -4, priority: 'P1', tags: ['home'], notes },
  {
    title: 'Pay rent',
    on: 0,
    at: '23:30',
    tags: ['home', 'money'],
    priority: 'P1',
    reminders: [
      { id: 'a1', before: 'PT30M' },
      { id: 'a2', before: 'P1D' },
    ],
    ...weekly('FREQ=MONTHLY;BYMONTHDAY=-1'),
    notes,
  },
  { title: 'Call mum', on: 0, pending: true },
  { title: 'Stand-up', on: 0, at: '23:45', tags: ['work'], ...weekly('FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR') },
  {
    title: 'Review Bilal’s pull request about the recurrence of tasks at the end of a month',
    on: 0,
    tags: ['work'],
    priority: 'P3',
  },
  { title: 'دودھ اور انڈے خریدیں', on: 0, tags: ['گھر'], priority: 'P2' },
  {
    title: 'Book the dentist',
    on: 0,
    refused: {
      operationId: 'op-1',
      kind: 'update',
      fields: ['due'],
      problem: answered('task-deleted'),
    },
  },
  {
    title: 'Plan the trip to Lahore',
    on: 0,
    conflicts: [{ field: 'title', mine: 'Plan the trip to Lahore', theirs: 'Plan the trip to Multan', kept: 'mine' }],
  },
  { title: 'Water the plants', on: 1, ...weekly('FREQ=DAILY;INTERVAL=3'), tags: ['home'] },
  { title: 'Dinner with Sana', on: 1, at: '20:00', reminders: [{ id: 'b1', before: 'PT1H' }] },
  { title: 'Standup notes for the quarterly planning', on: 2, tags: ['work'] },
  { title: 'Renew the passport', on: 6, priority: 'P2', notes: 'Two photographs.' },
  { title: 'Ammi ki dawai', on: 9, tags: ['family'] },
  { title: 'Change the filter of the air conditioner', on: 40, tags: ['home'] },
  { title: 'Read “A Philosophy of Software Design”' },
  { title: 'Find a present for Ali', tags: ['family'], priority: 'P3' },
  { title: 'Learn to make Nastaliq letters' },
  { title: 'Renew the domain', on: -8, status: 'done', tags: ['work'] },
  { title: 'Send the invoice', on: -2, status: 'done', tags: ['money', 'work'] },
]
