import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import ICAL from 'ical.js'
import { expect, test } from 'vitest'
import { offsetAt } from '../../domain/offsets.ts'
import { formatRule } from '../../domain/recurrence/rule.ts'
import { ruleOf, ruleText } from '../../domain/recurrence/rule-text.ts'
import type { Task } from '../../domain/task.ts'
import { randomTask, randomTasks } from '../testing/random-task.ts'
import { write } from './ical.ts'
import { timezoneOf } from './ical-timezone.ts'
import { mergeImported } from './imported-task.ts'
import { readIcal } from './read-ical.ts'
import { type CheckedRows, checkRows } from './rows.ts'
import { todoOf, writeIcal } from './write-ical.ts'

const now = new Date('2010-01-01T00:00:00Z')

async function written(tasks: Task[], at = now): Promise<string> {
  async function* batches() {
    yield tasks
  }
  const pieces: string[] = []
  for await (const piece of writeIcal({ now: at, componentOf: task => todoOf(task, { alarms: true }) }, batches()))
    pieces.push(piece)
  return pieces.join('')
}

async function readBack(text: string): Promise<Task[]> {
  const { value: checked } = await checkRows(readIcal(text, 'Asia/Karachi', now).rows).next()
  const { entries, refused, notTasks } = checked as CheckedRows
  expect([refused, notTasks]).toEqual([[], []])
  return entries.map(({ id, task }) => mergeImported(task, id, undefined, now))
}

/** iCalendar cannot express versions, deletion, control characters and other spellings of a rule. */
const asIcalKeeps = ({ deletedAt: _, ...task }: Task): Task => ({
  ...task,
  version: 1,
  title: plain(task.title),
  notes: plain(task.notes),
  repeat: task.repeat && { ...task.repeat, rule: ruleText(formatRule(ruleOf(task.repeat.rule))) },
})
const plain = (text: string) => text.replaceAll(/\r\n?/g, '\n').replaceAll(/[\x00-\x08\x0b-\x1f\x7f]/g, '')

test('a round trip of any tasks loses nothing that iCalendar can express', async () => {
  await fc.assert(
    fc.asyncProperty(randomTasks({ stepMs: 1000 }), async tasks => {
      expect(await readBack(await written(tasks))).toEqual(tasks.map(asIcalKeeps))
    }),
    { numRuns: 200 },
  )
})

test('every line ends in CRLF, has 75 octets at most, and splits no character', async () => {
  await fc.assert(
    fc.asyncProperty(randomTasks(), async tasks => {
      const text = await written(tasks)
      expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
      const lines = text.split('\r\n')
      expect(lines.filter(line => /[\r\n]/.test(line))).toEqual([])
      expect(lines.filter(line => Buffer.byteLength(line) > 75)).toEqual([])
      expect(lines.filter(line => !line.isWellFormed())).toEqual([])
    }),
    { numRuns: 100 },
  )
})

test('another program reads the same times by the VTIMEZONEs of the file', async () => {
  await fc.assert(
    fc.asyncProperty(randomTasks(), async tasks => {
      const timed = tasks.filter(({ dueAt }) => dueAt && dueAt > '2021' && dueAt < '2040').filter(isFarFromChange)
      const calendar = new ICAL.Component(ICAL.parse(await written(timed, new Date('2026-11-21T00:00:00Z'))))
      const read = calendar.getAllSubcomponents('vtodo').map(todo => todo.getFirstPropertyValue('due').toJSDate())
      expect(read.map(date => date.toISOString())).toEqual(timed.map(({ dueAt }) => dueAt))
    }),
    { numRuns: 50 },
  )
})

/** The library is not reliable in the hours around a clock change. */
function isFarFromChange({ due, dueAt }: Task): boolean {
  if (!due || !dueAt) return false
  const [before, after] = [-7_200_000, 7_200_000].map(ms => offsetAt(due.zone, Date.parse(dueAt) + ms))
  return before === after
}

test('a repeating reminder becomes a repeating alarm', async () => {
  const [task] = fc.sample(randomTask(), 1)
  const reminders = [{ id: randomUUID(), before: 'PT30M', every: 'PT10M' }]
  const text = await written(task ? [{ ...task, reminders }] : [])
  expect(text).toContain('\r\nDURATION:PT10M\r\nREPEAT:19\r\nX-ZERODUE-EVERY:PT10M\r\n')
})

test('a task becomes this VTODO', async () => {
  const due = { date: '2026-11-27', time: '09:00', zone: 'Asia/Karachi' }
  const text = await written([
    {
      id: '0193f0a0-0000-7000-8000-000000000001',
      version: 3,
      title: 'Pay rent; now, please',
      notes: 'to *Bilal*\nby hand',
      status: 'open',
      priority: 'P1',
      tags: ['home', 'Money'],
      due,
      dueAt: '2026-11-27T04:00:00.000Z',
      repeat: {
        rule: ruleText('BYDAY=FR;FREQ=WEEKLY;COUNT=10'),
        from: 'completion',
        start: { ...due, date: '2026-11-13' },
      },
      seriesId: '0193f0a0-0000-7000-8000-000000000009',
      occurrence: 3,
      reminders: [{ id: '0193f0a0-0000-7000-8000-000000000002', before: 'PT30M' }],
      createdAt: '2026-11-01T08:00:00.123Z',
      updatedAt: '2026-11-02T08:00:00.000Z',
      completedAt: null,
    },
  ])
  const [head, todo] = text.split(/(?=BEGIN:VTODO)/)
  expect(head?.split('\r\n').slice(0, 5)).toEqual([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Zerodue//Zerodue//EN',
    'BEGIN:VTIMEZONE',
    'TZID:Asia/Karachi',
  ])
  expect(todo?.split('\r\n')).toEqual([
    'BEGIN:VTODO',
    'UID:0193f0a0-0000-7000-8000-000000000001',
    'DTSTAMP:20261102T080000Z',
    'CREATED:20261101T080000Z',
    'LAST-MODIFIED:20261102T080000Z',
    'SEQUENCE:2',
    'SUMMARY:Pay rent\\; now\\, please',
    'DESCRIPTION:to *Bilal*\\nby hand',
    'PRIORITY:1',
    'CATEGORIES:home,Money',
    'STATUS:NEEDS-ACTION',
    'DTSTART;TZID=Asia/Karachi:20261127T090000',
    'DUE;TZID=Asia/Karachi:20261127T090000',
    'RELATED-TO;RELTYPE=SIBLING:0193f0a0-0000-7000-8000-000000000009',
    'X-ZERODUE-OCCURRENCE:3',
    'RRULE:FREQ=WEEKLY;BYDAY=FR;COUNT=8',
    'X-ZERODUE-REPEAT-START:2026-11-13T09:00 Asia/Karachi',
    'X-ZERODUE-REPEAT-FROM:COMPLETION',
    'X-ZERODUE-REPEAT-COUNT:10',
    'BEGIN:VALARM',
    'UID:0193f0a0-0000-7000-8000-000000000002',
    'ACTION:DISPLAY',
    'DESCRIPTION:Pay rent\\; now\\, please',
    'TRIGGER;RELATED=END:-PT30M',
    'END:VALARM',
    'END:VTODO',
    'END:VCALENDAR',
    '',
  ])
})

test('a VTIMEZONE lists the clock changes of its zone', () => {
  const lines = (zone: string) => write(timezoneOf(zone, new Date('2026-11-21T00:00:00Z'))).split('\r\n')
  expect(lines('Asia/Karachi').filter(line => line.startsWith('BEGIN'))).toEqual(['BEGIN:VTIMEZONE', 'BEGIN:STANDARD'])
  const berlin = lines('Europe/Berlin')
  const spring = berlin.indexOf('DTSTART:20270328T020000')
  expect(berlin.slice(spring - 1, spring + 4)).toEqual([
    'BEGIN:DAYLIGHT',
    'DTSTART:20270328T020000',
    'TZOFFSETFROM:+0100',
    'TZOFFSETTO:+0200',
    'END:DAYLIGHT',
  ])
  const autumn = berlin.indexOf('DTSTART:20271031T030000')
  expect(berlin.slice(autumn - 1, autumn + 3)).toEqual([
    'BEGIN:STANDARD',
    'DTSTART:20271031T030000',
    'TZOFFSETFROM:+0200',
    'TZOFFSETTO:+0100',
  ])
})
