import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type Person, type Problem, taskApi } from '../testing/signed-in.ts'
import type { ImportReport } from './report.ts'

const { signedIn } = await taskApi()

const calendar = (...lines: string[]) => ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n')
const todo = (...lines: string[]) => ['BEGIN:VTODO', `UID:${randomUUID()}`, ...lines, 'END:VTODO']
const send = (person: Person, text: string, query = '') =>
  person.request('POST', `/api/import?${query}`, text, { 'content-type': 'text/calendar; charset=utf-8' })

async function imported(...lines: string[]) {
  const ana = await signedIn()
  await ana.request('PATCH', '/api/me', { zone: 'Asia/Karachi' })
  const { status, body } = await send(ana, calendar(...lines))
  if (status !== 200) throw new Error(JSON.stringify(body))
  return { ana, report: body as unknown as ImportReport, tasks: (await ana.list('sort=title')).items }
}

test('a file of Apple: ids in capitals, DTSTART beside DUE, an alarm at the due time, and one that is off', async () => {
  const { tasks } = await imported(
    'CALSCALE:GREGORIAN',
    'PRODID:-//Apple Inc.//macOS 14.4//EN',
    'BEGIN:VTODO',
    'CREATED:20261101T080000Z',
    'DTSTAMP:20261101T080100Z',
    'DTSTART;TZID=Asia/Karachi:20261130T100000',
    'DUE;TZID=Asia/Karachi:20261130T100000',
    'LAST-MODIFIED:20261101T080100Z',
    'PRIORITY:9',
    'RRULE:FREQ=MONTHLY;INTERVAL=1',
    'SEQUENCE:1',
    'STATUS:NEEDS-ACTION',
    'SUMMARY:Rent',
    'UID:5F1A0D6E-3C0B-4C5D-9A9B-111111111111',
    'X-APPLE-SORT-ORDER:632000000',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    'DESCRIPTION:Reminder',
    'TRIGGER;VALUE=DATE-TIME:20261130T050000Z',
    'UID:7A1A0D6E-3C0B-4C5D-9A9B-222222222222',
    'X-WR-ALARMUID:7A1A0D6E-3C0B-4C5D-9A9B-222222222222',
    'END:VALARM',
    'BEGIN:VALARM',
    'ACTION:NONE',
    'TRIGGER;VALUE=DATE-TIME:19760401T005545Z',
    'END:VALARM',
    'END:VTODO',
  )
  expect(tasks).toMatchObject([
    {
      id: '5f1a0d6e-3c0b-4c5d-9a9b-111111111111',
      title: 'Rent',
      priority: 'P3',
      due: { date: '2026-11-30', time: '10:00', zone: 'Asia/Karachi' },
      repeat: { rule: 'FREQ=MONTHLY;INTERVAL=1', from: 'due', start: { date: '2026-11-30' } },
      reminders: [{ id: '7a1a0d6e-3c0b-4c5d-9a9b-222222222222', at: '2026-11-30T05:00:00.000Z' }],
      createdAt: '2026-11-01T08:00:00.000Z',
      updatedAt: '2026-11-01T08:01:00.000Z',
    },
  ])
  expect(tasks[0]?.reminders).toHaveLength(1)
})

test('a file of Tasks.org: a number as id, a due date without time, alarms after the end, and a remark on the parent', async () => {
  const { tasks, report } = await imported(
    'PRODID:+//IDN tasks.org//android-130604//EN',
    'BEGIN:VTODO',
    'DTSTAMP:20261120T120000Z',
    'UID:4242424242424242',
    'CREATED:20261119T120000Z',
    'LAST-MODIFIED:20261120T120000Z',
    'SUMMARY:Water the plants',
    'DESCRIPTION:The big ones\\, twice',
    'PRIORITY:1',
    'DUE;VALUE=DATE:20261125',
    'RRULE:FREQ=WEEKLY;BYDAY=WE',
    'CATEGORIES:Garden,At home',
    'RELATED-TO;RELTYPE=PARENT:999',
    'BEGIN:VALARM',
    'TRIGGER;RELATED=END:PT9H',
    'ACTION:DISPLAY',
    'DESCRIPTION:Default Tasks.org description',
    'END:VALARM',
    'END:VTODO',
  )
  expect(tasks).toMatchObject([
    {
      notes: 'The big ones, twice',
      priority: 'P1',
      due: { date: '2026-11-25', zone: 'Asia/Karachi' },
      tags: ['Garden', 'At home'],
      reminders: [{ at: '2026-11-25T04:00:00.000Z' }],
    },
  ])
  expect(report.rows).toMatchObject([{ line: 4, remarks: ['the link to its parent task is not imported'] }])
})

test('a file of Thunderbird: a VTIMEZONE with its own name, and a percentage of completion', async () => {
  const { tasks } = await imported(
    'PRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN',
    'BEGIN:VTIMEZONE',
    'TZID:/mozilla.org/20050126_1/Europe/Berlin',
    'X-LIC-LOCATION:Europe/Berlin',
    'BEGIN:STANDARD',
    'TZOFFSETFROM:+0200',
    'TZOFFSETTO:+0100',
    'DTSTART:19701025T030000',
    'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
    'END:STANDARD',
    'END:VTIMEZONE',
    ...todo(
      'SUMMARY:Done',
      'STATUS:COMPLETED',
      'COMPLETED:20261118T101500Z',
      'PERCENT-COMPLETE:100',
      'DTSTART;TZID=/mozilla.org/20050126_1/Europe/Berlin:20261118T090000',
      'DUE;TZID=/mozilla.org/20050126_1/Europe/Berlin:20261118T110000',
      'X-MOZ-GENERATION:2',
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      'TRIGGER;VALUE=DURATION:-PT15M',
      'DESCRIPTION:Mozilla',
      'END:VALARM',
    ),
    ...todo('SUMMARY:Half', 'STATUS:IN-PROCESS', 'PERCENT-COMPLETE:50'),
    ...todo('SUMMARY:Never', 'STATUS:CANCELLED', 'LAST-MODIFIED:20261117T101500Z'),
  )
  expect(tasks).toMatchObject([
    {
      title: 'Done',
      status: 'done',
      completedAt: '2026-11-18T10:15:00.000Z',
      due: { date: '2026-11-18', time: '11:00', zone: 'Europe/Berlin' },
      // 15 minutes before the start, which is two hours before the due time. It is past, so it has fired.
      reminders: [{ before: 'PT135M', firedAt: '2026-11-18T07:45:00.000Z' }],
    },
    { title: 'Half', status: 'open' },
    { title: 'Never', status: 'done', completedAt: null, skippedAt: '2026-11-17T10:15:00.000Z' },
  ])
})

test('a file of Nextcloud: times without a zone, events beside tasks, a long folded summary', async () => {
  const { tasks, report } = await imported(
    'PRODID:-//Nextcloud Tasks v0.16.0',
    'BEGIN:VEVENT',
    'UID:event',
    'SUMMARY:Party',
    'DTSTART:20261121T200000Z',
    'END:VEVENT',
    ...todo(
      'SUMMARY:Eine sehr lange Auf',
      ' gabe mit Übergröße\\; wir',
      '\tklich',
      'DUE:20261122T183000',
      'PRIORITY:5',
    ),
  )
  expect(tasks).toMatchObject([
    {
      title: 'Eine sehr lange Aufgabe mit Übergröße; wirklich',
      priority: 'P2',
      due: { date: '2026-11-22', time: '18:30', zone: 'Asia/Karachi' },
    },
  ])
  expect(report).toMatchObject({ created: 1, skipped: 1 })
  expect(report.rows).toMatchObject([{ line: 4, status: 'skipped', remarks: ['is a VEVENT: only a VTODO is a task'] }])
})

describe('a date', () => {
  const one = async (...lines: string[]) => (await imported(...todo('SUMMARY:x', ...lines))).tasks[0]
  const karachi = { zone: 'Asia/Karachi' }
  test.each([
    ['of the start alone becomes the due date', ['DTSTART;VALUE=DATE:20261125'], { date: '2026-11-25', ...karachi }],
    ['without VALUE=DATE is still a date', ['DUE:20261125'], { date: '2026-11-25', ...karachi }],
    [
      'in UTC becomes a time in the zone of the person',
      ['DUE:20261125T220000Z'],
      { date: '2026-11-26', time: '03:00', ...karachi },
    ],
    [
      'with a duration ends after that duration',
      ['DTSTART;TZID=Europe/Berlin:20261125T230000', 'DURATION:PT90M'],
      { date: '2026-11-26', time: '00:30', zone: 'Europe/Berlin' },
    ],
    ['with seconds is cut to its minute', ['DUE:20261125T235959'], { date: '2026-11-25', time: '23:59', ...karachi }],
    ['may be absent', [], null],
  ])('%s', async (_, lines, due) => {
    expect((await one(...lines))?.due ?? null).toEqual(due)
  })
})

test.each([
  ['DUE;TZID=Europe/Berlin:20261125T100000', 'FREQ=DAILY;UNTIL=20261231T235959;', 'FREQ=DAILY;UNTIL=20261231T225959Z'],
  ['DUE;VALUE=DATE:20261125', 'FREQ=DAILY;UNTIL=20261231T235959', 'FREQ=DAILY;UNTIL=20261231'],
  ['DUE;VALUE=DATE:20261125', 'FREQ=DAILY;UNTIL=20261231T235959Z;', 'FREQ=DAILY;UNTIL=20261231T235959Z'],
])(
  'UNTIL without Z is in the zone of the start, and a last semicolon is ignored: %s %s',
  async (due, rule, normalized) => {
    const { tasks } = await imported(...todo('SUMMARY:x', due, `RRULE:${rule}`))
    expect(tasks).toMatchObject([{ repeat: { rule: normalized } }])
  },
)

describe('an invalid task', () => {
  test.each([
    [
      'an unknown zone',
      ['SUMMARY:x', 'DUE;TZID=Mars/Base:20261125T100000'],
      'line 7',
      'DUE names the time zone «Mars/Base», which is unknown',
    ],
    ['no date', ['SUMMARY:x', 'DUE:soon'], 'line 7', 'DUE must be a date or a date with a time'],
    [
      'a date that does not exist',
      ['SUMMARY:x', 'DUE;VALUE=DATE:20260230'],
      'line 7',
      'due.date must be a date that the calendar has',
    ],
    ['no title', ['DUE;VALUE=DATE:20261125'], 'line 7', 'title is missing'],
    [
      'a rule of every hour',
      ['SUMMARY:x', 'DUE;VALUE=DATE:20261125', 'RRULE:FREQ=HOURLY'],
      'line 7',
      expect.stringContaining('daily at most'),
    ],
    ['a rule without a date', ['SUMMARY:x', 'RRULE:FREQ=DAILY'], 'line 7', 'due is needed by a task that repeats'],
    ['a malformed line', ['SUMMARY:x', 'nonsense'], 'line 7', expect.stringContaining('VTODO cannot be read')],
    ['NUL', ['SUMMARY:a\0b'], 'line 7', expect.stringContaining('NUL')],
    [
      'an alarm at no time',
      ['SUMMARY:x', 'BEGIN:VALARM', 'TRIGGER:soon', 'END:VALARM'],
      'line 7',
      expect.stringContaining('duration'),
    ],
    ['__proto__', ['SUMMARY:x', 'DUE;VALUE=__PROTO__:1', '__proto__:1'], 'line 7', expect.stringMatching(/DUE|VTODO/)],
    ['too much', ['SUMMARY:x', `DESCRIPTION:${'x'.repeat(150_000)}`], 'line 7', 'VTODO is too large for a task'],
    [
      'a hundred thousand parameters',
      [`SUMMARY${';A=b'.repeat(20_000)}:x`, 'DUE:soon'],
      'line 7',
      expect.stringContaining('DUE'),
    ],
  ])('(%s) refuses the import, and the error names its line', async (_, lines, path, message) => {
    const ana = await signedIn()
    const text = calendar(...todo('SUMMARY:fine'), ...todo(...lines))
    const { status, body } = await send(ana, text)
    expect([status, (body as Problem).code, (body as Problem).errors[0]]).toEqual([
      422,
      'import-refused',
      { path, message },
    ])
    expect(await ana.titles()).toEqual([])
    await send(ana, text, 'skipInvalid=true')
    expect(await ana.titles()).toEqual(['fine'])
  })

  test.each([
    ['that is cut off inside a task', calendar(...todo('SUMMARY:fine')).slice(0, -40), 'VTODO has no END:VTODO'],
    [
      'that is cut off between tasks',
      calendar(...todo('SUMMARY:fine')).replace('END:VCALENDAR\r\n', ''),
      'the file ends before its END:VCALENDAR',
    ],
    [
      'whose task does not end',
      calendar('BEGIN:VTODO', 'SUMMARY:x', ...todo('SUMMARY:fine')),
      'VTODO has no END:VTODO',
    ],
    [
      'whose parts overlap',
      calendar('BEGIN:VTODO', 'BEGIN:VALARM', 'END:VTODO', 'END:VALARM'),
      'VTODO has END:VTODO in the wrong place',
    ],
  ])('in a file %s', async (_, text, message) => {
    const ana = await signedIn()
    const { status, body } = await send(ana, text)
    expect([status, (body as Problem).errors[0]?.message]).toEqual([422, message])
  })

  test('in a body that is not iCalendar gets a 400', async () => {
    const ana = await signedIn()
    const { status, body } = await send(ana, 'Title,Notes\r\n')
    expect([status, (body as Problem).code]).toEqual([400, 'invalid-request'])
  })
})

test('an export changes nothing when the same account imports it through the API', async () => {
  const ana = await signedIn()
  await ana.create({ title: 'Plain' })
  await ana.create({
    title: 'گھر کا کرایہ',
    due: { date: '2026-12-01', time: '09:00', zone: 'America/New_York' },
    repeat: { rule: 'FREQ=MONTHLY;BYMONTHDAY=-1' },
    reminders: [{ before: 'PT30M' }],
    tags: ['home'],
  })
  const { body, headers } = await ana.request('GET', '/api/export?format=ics')
  expect(headers.get('content-type')).toBe('text/calendar; charset=utf-8')
  expect((await send(ana, body as unknown as string)).body).toMatchObject({ created: 0, updated: 0, skipped: 2 })
  const bob = await signedIn()
  expect((await send(bob, body as unknown as string)).body).toMatchObject({ created: 2 })
  const strip = ({ version: _, ...task }: { version: number }) => task
  expect((await bob.list('sort=title')).items.map(strip)).toEqual((await ana.list('sort=title')).items.map(strip))
})
