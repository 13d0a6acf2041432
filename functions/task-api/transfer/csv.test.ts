import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Task } from '../../domain/task.ts'
import { randomTasks } from '../testing/random-task.ts'
import { type Person, type Problem, taskApi } from '../testing/signed-in.ts'
import { escapeFormula, unescapeFormula } from './csv-columns.ts'
import { mergeImported } from './imported-task.ts'
import { readCsv } from './read-csv.ts'
import type { ImportReport } from './report.ts'
import { type CheckedRows, checkRows } from './rows.ts'
import { writeCsv } from './write-csv.ts'

const { signedIn } = await taskApi()
const now = new Date('2026-11-21T09:30:00Z')

const send = (person: Person, text: string, query = '') =>
  person.request('POST', `/api/import?${query}`, text, { 'content-type': 'text/csv' })

async function imported(text: string, query = '') {
  const ana = await signedIn()
  await ana.request('PATCH', '/api/me', { zone: 'Asia/Karachi' })
  const { status, body } = await send(ana, text, query)
  if (status !== 200) throw new Error(JSON.stringify(body))
  return { ana, report: body as unknown as ImportReport, tasks: (await ana.list('sort=title')).items }
}

async function written(tasks: Task[]): Promise<string> {
  async function* batches() {
    yield tasks
  }
  const pieces: string[] = []
  for await (const piece of writeCsv(batches())) pieces.push(piece)
  return pieces.join('')
}

describe('a round trip', () => {
  test('of any tasks loses nothing', async () => {
    await fc.assert(
      fc.asyncProperty(randomTasks(), async tasks => {
        const text = (await written(tasks)).slice(1)
        const { rows } = readCsv(text, { zone: 'UTC', locale: 'en', now })
        const { value: checked } = await checkRows(rows).next()
        const { entries, refused } = checked as CheckedRows
        expect(refused).toEqual([])
        const read = entries.map(({ id, task }) => mergeImported(task, id, undefined, now))
        expect(read).toEqual(tasks.map(({ deletedAt: _, ...task }) => task))
      }),
      { numRuns: 200 },
    )
  })

  test('of any text contains no cell that a spreadsheet would run', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('=', '+', '-', '@', "'", '\t', '\r', '\n', 'a', '＝', ' ') }),
        text => {
          expect(unescapeFormula(escapeFormula(text))).toBe(text)
          expect(escapeFormula(text)).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/)
        },
      ),
    )
  })

  test('into the same account changes nothing, but an edited cell changes its task', async () => {
    const ana = await signedIn()
    const task = await ana.create({
      title: '=SUM(A1)',
      notes: 'two\r\nlines, "quoted"',
      due: { date: '2026-12-01', time: '09:00', zone: 'America/New_York' },
      repeat: { rule: 'FREQ=MONTHLY' },
      reminders: [{ before: 'PT30M' }],
      tags: ['home', 'two words'],
    })
    const { body, headers } = await ana.request('GET', '/api/export?format=csv')
    const text = body as unknown as string
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(text).toContain(",'=SUM(A1),")
    expect((await send(ana, text)).body).toMatchObject({ created: 0, updated: 0, skipped: 1 })
    expect((await send(ana, text.replace('two words', 'three'))).body).toMatchObject({ updated: 1 })
    expect(await ana.get(task.id)).toEqual({ ...task, version: 2, tags: ['home', 'three'] })
  })

  test('is marked as UTF-8 for Excel', async () => {
    const ana = await signedIn()
    const text = await written([await ana.create({ title: 'گھر' })])
    expect([...Buffer.from(text).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect((await send(ana, text)).body).toMatchObject({ skipped: 1 })
  })
})

describe('a table of another program', () => {
  test('is read by its headings, and the report lists the ignored ones', async () => {
    const { tasks, report } = await imported(
      'Task;Description;Labels;Due;Priority;Done;Colour\n' +
        'Milk;"two\nbottles";"home, shops";2026-11-25;high;no;red\n' +
        'Eggs;;;25 Dec 2026 14:00;;yes;\n\n' +
        'Run;;;every! 3 days;3;;\n',
    )
    expect(tasks).toMatchObject([
      { title: 'Eggs', due: { date: '2026-12-25', time: '14:00', zone: 'Asia/Karachi' }, status: 'done' },
      { title: 'Milk', notes: 'two\nbottles', tags: ['home', 'shops'], due: { date: '2026-11-25' }, priority: 'P1' },
      {
        title: 'Run',
        due: { date: '2026-11-21' },
        repeat: { rule: 'FREQ=DAILY;INTERVAL=3', from: 'completion' },
        priority: 'P3',
      },
    ])
    expect(report.ignoredColumns).toEqual(['Colour'])
    expect(report.columns.map(({ heading, as }) => [heading, as])).toEqual([
      ['Task', 'title'],
      ['Description', 'notes'],
      ['Labels', 'tags'],
      ['Due', 'due'],
      ['Priority', 'priority'],
      ['Done', 'status'],
      ['Colour', null],
    ])
  })

  test('is read by the columns of the request', async () => {
    const columns = encodeURIComponent(JSON.stringify({ Was: 'title', Wann: 'due' }))
    const { tasks, report } = await imported('Was,Wann,Title\nMilch,2026-11-25 08:00,x\n', `columns=${columns}`)
    expect(tasks).toMatchObject([{ title: 'Milch', due: { date: '2026-11-25', time: '08:00' } }])
    expect(report.ignoredColumns).toEqual(['Title'])
  })

  test('creates nothing at its second import, even with equal rows', async () => {
    const text = 'Title,Due\nMilk,tomorrow\nMilk,tomorrow\n'
    const { ana, report } = await imported(text)
    expect(report).toMatchObject({ created: 2 })
    expect((await send(ana, text)).body).toMatchObject({ created: 0, updated: 0, skipped: 2 })
  })

  test('without a title is refused with the list of its columns', async () => {
    const ana = await signedIn()
    const { status, body } = await send(ana, '\ufeffWas,"Wann, genau",Priority\nMilch,2026-11-25,1\n', 'dryRun=true')
    expect([status, (body as Problem).code]).toEqual([422, 'import-refused'])
    expect((body as unknown as ImportReport).columns).toEqual([
      { heading: 'Was', as: null },
      { heading: 'Wann, genau', as: null },
      { heading: 'Priority', as: 'priority' },
    ])
  })

  test.each([
    ['[]', 'must be an object'],
    ['{', expect.stringContaining('must be JSON')],
    ['{"Was":"colour"}', expect.stringContaining('must be one of id, title')],
    ['{"Was":"__proto__"}', expect.stringContaining('must be one of id, title')],
  ])('with the columns %s is refused', async (columns, message) => {
    const ana = await signedIn()
    const { status, body } = await send(ana, 'Was\nMilch\n', `columns=${encodeURIComponent(columns)}`)
    expect([status, (body as Problem).errors]).toEqual([400, [{ path: 'query.columns', message }]])
  })
})

describe('a table of Todoist', () => {
  const table = [
    'TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE,DURATION,DURATION_UNIT,DEADLINE,DEADLINE_LANG',
    'meta,view_style=list,,,,,,,,,,,,',
    'task,Repot the basil @garden @weekend,From the shed,1,1,Kai (481),,Oct 5 2026,en,Africa/Cairo,,None,,',
    'task,Buy compost,,4,2,Kai (481),,,en,Africa/Cairo,,None,,',
    'note,Peat-free,,,,Kai (481),,,,,,,,',
    'note,"Two bags, large",,,,Kai (481),,,,,,,,',
    ',,,,,,,,,,,,,',
    'section,Weekly,,,,,,,,,,,,',
    'task,Water the ferns,,2,1,Kai (481),,every monday at 9am,en,Africa/Cairo,30,minute,,',
    'task,Water the ferns,,3,1,Kai (481),,,en,,,None,Dec 9 2026,en',
  ].join('\r\n')

  test('becomes tasks with labels, comments and dates in words, and the report lists what is not imported', async () => {
    const { tasks, report } = await imported(table)
    expect(tasks).toMatchObject([
      { title: 'Buy compost', priority: 'P4', notes: 'Peat-free\n\nTwo bags, large', due: null },
      {
        title: 'Repot the basil',
        notes: 'From the shed',
        priority: 'P1',
        tags: ['garden', 'weekend'],
        due: { date: '2026-10-05', zone: 'Africa/Cairo' },
      },
      { title: 'Water the ferns' },
      { title: 'Water the ferns' },
    ])
    expect(
      tasks
        .filter(({ title }) => title === 'Water the ferns')
        .map(({ priority, due, repeat }) => [priority, due, repeat?.rule]),
    ).toEqual(
      expect.arrayContaining([
        ['P2', { date: '2026-11-23', time: '09:00', zone: 'Africa/Cairo' }, 'FREQ=WEEKLY;BYDAY=MO'],
        ['P3', { date: '2026-12-09', zone: 'Asia/Karachi' }, undefined],
      ]),
    )
    expect(report).toMatchObject({ created: 4, skipped: 2 })
    expect(report.rows.map(({ line, status, remarks }) => [line, status, ...remarks])).toEqual([
      [2, 'skipped', 'is a project setting, not a task'],
      [4, 'created', 'the link to its parent task is not imported'],
      [8, 'skipped', 'is the section heading «Weekly», not a task'],
      [9, 'created', 'DURATION is not imported'],
    ])
  })

  test('with unreadable dates and priorities is refused, and the errors name the lines', async () => {
    const ana = await signedIn()
    const rows = ['task,A,,1,1,,,jeden Montag,de,,,,,', 'task,B,,9,1,,,,en,,,,,', 'chore,C,,,,,,,,,,,,']
    const { status, body } = await send(ana, [table, ...rows].join('\r\n'))
    expect(status).toBe(422)
    expect((body as Problem).errors).toEqual([
      { path: 'line 11', message: 'DATE «jeden Montag» cannot be read as a date' },
      { path: 'line 12', message: 'PRIORITY must be 1, 2, 3 or 4' },
      { path: 'line 13', message: 'TYPE must be task, section, note or meta' },
    ])
    expect(await ana.titles()).toEqual([])
  })
})

describe('an invalid row', () => {
  test.each([
    ['no title', 'Title,Notes\na,b\n,c\n', 'line 3', expect.stringMatching(/^title must/)],
    ['an unknown date', 'Title,Due\na,2026-11-25\nb,whenever\n', 'line 3', 'due «whenever» cannot be read as a date'],
    ['30 February', 'Title,Due date\na,\nb,2026-02-30\n', 'line 3', 'due.date must be a date that the calendar has'],
    [
      'a time without a date',
      'Title,Due date,Due time\na,,\nb,,09:00\n',
      'line 3',
      'dueDate is missing beside the time',
    ],
    [
      'an unknown zone',
      'Title,Due date,Time zone\na,,\nb,2026-11-25,Mars/Base\n',
      'line 3',
      expect.stringContaining('time zone'),
    ],
    ['a priority', 'Title,Priority\na,1\nb,later\n', 'line 3', expect.stringContaining('priority must be')],
    ['reminders', 'Title,Reminders\na,\nb,"[{"\n', 'line 3', expect.stringContaining('reminders must be')],
    [
      'a deep cell',
      `Title,Reminders\na,\nb,${'['.repeat(5000)}\n`,
      'line 3',
      expect.stringContaining('reminders must be'),
    ],
    ['NUL', 'Title\na\nb\0\n', 'line 3', expect.stringContaining('NUL')],
    ['too many cells', 'Title,Notes\na,b\nc,d,e\n', 'line 3', 'has more cells than there are headings'],
    ['a quote within a cell', 'Title\n"a"\nb"c\n', 'line 3', expect.stringContaining('double the quotes in it')],
    ['a quote without an end', 'Title,Notes\na,"x\r\ny"\n"b,c\n\n', 'line 4', 'opens a quote that never closes'],
    ['a huge cell', `Title\na\n${'x'.repeat(5_000_000)}\n`, 'line 3', 'has a cell of more than 45000 characters'],
  ])('(%s) refuses the import, and the error names its line', async (_, text, path, message) => {
    const ana = await signedIn()
    const { status, body } = await send(ana, text)
    expect([status, (body as Problem).code]).toEqual([422, 'import-refused'])
    expect((body as Problem).errors).toContainEqual({ path, message })
    expect(await ana.titles()).toEqual([])
    expect((await send(ana, text, 'skipInvalid=true')).body).toMatchObject({ created: 1, refused: 1 })
  })

  test.each([
    ['without a title', 'Colour,Size\nred,1\n'],
    ['without headings', ''],
    ['of too many columns', `${'Title,'.repeat(300)}\n`],
  ])('of a table %s refuses the whole table', async (_, text) => {
    const ana = await signedIn()
    const { status, body } = await send(ana, text)
    expect([status, (body as Problem).code, (body as Problem).errors[0]?.path]).toEqual([
      422,
      'import-refused',
      'line 1',
    ])
  })
})
