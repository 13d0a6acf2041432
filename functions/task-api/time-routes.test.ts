import { expect, test } from 'vitest'
import { type Problem, taskApi } from './testing/signed-in.ts'

const { signedIn } = await taskApi()

test('a line of text becomes a draft in the language and zone of the person, with the position of every recognized word', async () => {
  const ana = await signedIn()
  await ana.request('PATCH', '/api/me', { zone: 'Asia/Karachi', locale: 'ur' })
  const { status, body } = await ana.request('POST', '/api/tasks/parse', { text: 'دودھ لانا کل شام 5 بجے #گھر' })
  expect(status).toBe(200)
  expect(body).toMatchObject({
    task: { title: 'دودھ لانا', due: { date: '2026-11-22', time: '17:00', zone: 'Asia/Karachi' }, tags: ['گھر'] },
  })
  for (const { start, end, text } of (body as { spans: { start: number; end: number; text: string }[] }).spans)
    expect('دودھ لانا کل شام 5 بجے #گھر'.slice(start, end)).toBe(text)
})

test('a draft can be used to create a task', async () => {
  const ana = await signedIn()
  const line = { text: 'Pay rent every last day #home p1 !30m', zone: 'Europe/London', now: '2026-11-21T09:30:00Z' }
  const { body } = await ana.request('POST', '/api/tasks/parse', line)
  const task = await ana.create((body as { task: object }).task)
  expect(task).toMatchObject({
    title: 'Pay rent',
    due: { date: '2026-11-30', zone: 'Europe/London' },
    repeat: { rule: 'FREQ=MONTHLY;BYMONTHDAY=-1' },
    tags: ['home'],
    priority: 'P1',
    reminders: [{ before: 'PT30M' }],
  })
})

test('an excepted part of the line stays plain text', async () => {
  const ana = await signedIn()
  const { body } = await ana.request('POST', '/api/tasks/parse', {
    text: 'Read Friday',
    except: [{ start: 5, end: 11 }],
  })
  expect(body).toEqual({ task: { title: 'Read Friday' }, spans: [] })
})

test('the preview of a rule lists its dates from the start or after a time, and marks clock changes', async () => {
  const ana = await signedIn()
  const start = { date: '2026-03-07', time: '02:30', zone: 'America/New_York' }
  const { body } = await ana.request('POST', '/api/recurrence/preview', { rule: 'FREQ=DAILY', start, count: 3 })
  expect(body).toMatchObject({
    words: { en: 'every day', ur: 'روزانہ' },
    items: [
      { date: '2026-03-07', time: '02:30', at: '2026-03-07T07:30:00.000Z' },
      { date: '2026-03-08', time: '02:30', at: '2026-03-08T07:30:00.000Z', clocks: 'skipped' },
      { date: '2026-03-09', time: '02:30', at: '2026-03-09T06:30:00.000Z' },
    ],
  })
  const later = { rule: 'FREQ=MONTHLY', start, after: '2026-08-01T00:00:00Z', count: 1 }
  expect((await ana.request('POST', '/api/recurrence/preview', later)).body).toMatchObject({
    items: [{ date: '2026-08-07' }],
  })
})

test.each([
  'FREQ=SECONDLY',
  'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
  'FREQ=DAILY;INTERVAL=0',
  'every day',
  'x'.repeat(10_000),
])('the rule %s is refused with an explanation', async rule => {
  const ana = await signedIn()
  const start = { date: '2026-03-07', zone: 'UTC' }
  const { status, body } = await ana.request('POST', '/api/recurrence/preview', { rule, start })
  expect(status).toBe(400)
  expect((body as Problem).errors[0]?.path).toBe('rule')
  const created = await ana.request('POST', '/api/tasks', { title: 'x', due: start, repeat: { rule } })
  expect([created.status, (created.body as Problem).errors[0]?.path]).toEqual([400, 'repeat.rule'])
})

test('a rule of another program is normalized by preview, create, patch and import', async () => {
  const ana = await signedIn()
  const due = { date: '2026-03-07', time: '09:00', zone: 'America/New_York' }
  const [rule, normalized] = ['FREQ=DAILY;UNTIL=20260309T090000;', 'FREQ=DAILY;UNTIL=20260309T130000Z']
  const preview = await ana.request('POST', '/api/recurrence/preview', { rule, start: due })
  expect(preview.body).toMatchObject({
    items: [{ date: '2026-03-07' }, { date: '2026-03-08' }, { date: '2026-03-09' }],
  })

  expect(await ana.create({ title: 'x', due, repeat: { rule } })).toMatchObject({ repeat: { rule: normalized } })
  const { id } = await ana.create({ title: 'y', due })
  expect((await ana.request('PATCH', `/api/tasks/${id}`, { repeat: { rule } })).body).toMatchObject({
    repeat: { rule: normalized },
  })
  const file = { format: 'zerodue', version: 1, tasks: [{ title: 'z', due, repeat: { rule } }] }
  expect(await ana.request('POST', '/api/import', file)).toMatchObject({ status: 200 })
  expect((await ana.list('sort=title')).items.map(task => task.repeat?.rule)).toEqual([
    normalized,
    normalized,
    normalized,
  ])
})

test('a rule without any date after that of its task is refused, and the task stays unchanged', async () => {
  const ana = await signedIn()
  const due = { date: '2026-03-07', zone: 'UTC' }
  const rule = 'FREQ=DAILY;UNTIL=20260301'
  const created = await ana.request('POST', '/api/tasks', { title: 'x', due, repeat: { rule } })
  expect([created.status, (created.body as Problem).errors[0]?.path]).toEqual([400, 'repeat.rule'])
  const task = await ana.create({ title: 'x', due })
  const changed = await ana.request('PATCH', `/api/tasks/${task.id}`, { repeat: { rule } })
  expect([changed.status, (changed.body as Problem).errors[0]?.path]).toEqual([400, 'repeat.rule'])
  expect((await ana.get(task.id)).version).toBe(1)
})
