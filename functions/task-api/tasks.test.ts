import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { nextTask } from '../domain/next-task.ts'
import { type Problem, taskApi } from './testing/signed-in.ts'

const { signedIn, clock } = await taskApi()
const friday = { date: '2026-11-27', time: '09:00', zone: 'Asia/Karachi' }
const weekly = { rule: 'FREQ=WEEKLY;BYDAY=FR' }

describe('a new task', () => {
  test('comes back with all its fields and the fields that follow from them', async () => {
    const ana = await signedIn()
    const { status, body, headers } = await ana.request('POST', '/api/tasks', {
      title: 'Pay rent',
      notes: 'to *Bilal*',
      priority: 'P1',
      tags: ['home', 'Money'],
      due: friday,
      repeat: weekly,
      reminders: [{ before: 'PT30M' }],
    })
    expect(status).toBe(201)
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      version: 1,
      title: 'Pay rent',
      notes: 'to *Bilal*',
      status: 'open',
      priority: 'P1',
      tags: ['home', 'Money'],
      due: friday,
      dueAt: '2026-11-27T04:00:00.000Z',
      repeat: { ...weekly, from: 'due', start: friday },
      seriesId: (body as { id: string }).id,
      occurrence: 1,
      reminders: [{ id: expect.any(String), before: 'PT30M' }],
      createdAt: '2026-11-21T09:30:00.000Z',
      updatedAt: '2026-11-21T09:30:00.000Z',
      completedAt: null,
    })
    expect(headers.get('etag')).toBe('"1"')
    expect(headers.get('location')).toBe(`/api/tasks/${(body as { id: string }).id}`)
    expect(await ana.get((body as { id: string }).id)).toEqual(body)
  })

  test('gets the id that its client chose, which works only once', async () => {
    const ana = await signedIn()
    const id = randomUUID()
    expect((await ana.create({ id, title: 'Offline' })).id).toBe(id)
    const again = await ana.request('POST', '/api/tasks', { id, title: 'Another' })
    expect(again.status).toBe(409)
    expect((again.body as Problem).code).toBe('task-exists')
    expect((await ana.get(id)).title).toBe('Offline')
  })

  test('may have the same id as a task of another person, and neither sees the other', async () => {
    const [ana, bob] = [await signedIn(), await signedIn()]
    const id = randomUUID()
    await ana.create({ id, title: 'of Ana' })
    await bob.create({ id, title: 'of Bob' })
    expect((await ana.get(id)).title).toBe('of Ana')
    expect((await bob.get(id)).title).toBe('of Bob')
  })

  test('that is due at a time gets the default reminder, unless it has reminders', async () => {
    const ana = await signedIn()
    await ana.request('PATCH', '/api/me', { defaultReminder: 'PT15M' })
    const reminders = async (task: object) =>
      (await ana.create({ title: 'x', ...task })).reminders.map(r => ({ ...r, id: '' }))
    expect(await reminders({ due: friday })).toEqual([{ id: '', before: 'PT15M' }])
    expect(await reminders({ due: friday, reminders: [] })).toEqual([])
    expect(await reminders({ due: { date: '2026-12-01', zone: 'UTC' } })).toEqual([])
    expect(await reminders({})).toEqual([])
  })

  test('that repeats needs a date', async () => {
    const ana = await signedIn()
    const { status, body } = await ana.request('POST', '/api/tasks', { title: 'Standup', repeat: weekly })
    expect(status).toBe(400)
    expect((body as Problem).errors).toEqual([{ path: 'due', message: 'is needed by a task that repeats' }])
  })

  test('writes its event and the update for clients, each with the whole task', async () => {
    const ana = await signedIn()
    const task = await ana.create({ title: 'Buy milk' })
    for (const type of ['zerodue.task.created.v1', 'zerodue.task.changed.v1']) {
      const [event, ...others] = await ana.outbox(type)
      expect(others).toEqual([])
      expect(event?.data.task).toEqual(task)
      expect(event?.published_at).not.toBeNull()
    }
  })
})

describe('a change', () => {
  test('sets the fields of the patch, empties those that are null, and lists the changed fields', async () => {
    const ana = await signedIn()
    const task = await ana.create({ title: 'Call mum', notes: 'about Eid', due: friday, priority: 'P2' })
    clock.now = new Date('2026-11-21T09:40:00.000Z')
    const changed = await ana.patch(task.id, { notes: null, due: { time: '10:30' }, priority: 'P1' })
    expect(changed).toEqual({
      ...task,
      version: 2,
      notes: '',
      priority: 'P1',
      due: { ...friday, time: '10:30' },
      dueAt: '2026-11-27T05:30:00.000Z',
      updatedAt: '2026-11-21T09:40:00.000Z',
    })
    const [event] = await ana.outbox('zerodue.task.updated.v1')
    expect(event?.data.changed).toEqual(['version', 'notes', 'priority', 'due', 'dueAt', 'updatedAt'])
    expect((await ana.patch(task.id, { due: { time: null } })).due).toEqual({ date: friday.date, zone: friday.zone })
    expect((await ana.patch(task.id, { due: null })).dueAt).toBeNull()
  })

  test('without an effect creates no version and no event', async () => {
    const ana = await signedIn()
    const task = await ana.create({ title: 'Same', tags: ['a'] })
    expect(await ana.patch(task.id, { title: 'Same', tags: ['A'] })).toEqual(task)
    expect(await ana.outbox('zerodue.task.updated.v1')).toEqual([])
  })

  test('that leaves half a date is refused, and the error names the missing part', async () => {
    const ana = await signedIn()
    const task = await ana.create({ title: 'When?' })
    const { status, body } = await ana.request('PATCH', `/api/tasks/${task.id}`, { due: { date: '2026-12-01' } })
    expect(status).toBe(400)
    expect((body as Problem).errors).toEqual([{ path: 'due.zone', message: 'is missing' }])
    expect((await ana.get(task.id)).version).toBe(1)
  })

  test('from an older version is refused with the current task', async () => {
    const ana = await signedIn()
    const task = await ana.create({ title: 'One' })
    const now = await ana.patch(task.id, { title: 'Two' }, { 'if-match': '"1"' })
    const { status, body } = await ana.request(
      'PATCH',
      `/api/tasks/${task.id}`,
      { title: 'Three' },
      { 'if-match': '"1"' },
    )
    expect(status).toBe(412)
    expect(body as Problem).toMatchObject({ code: 'version-moved-on', task: now })
  })

  test('by twenty clients at once loses none of the twenty changes', async () => {
    const ana = await signedIn()
    const task = await ana.create({ title: 'Race' })
    await Promise.all(Array.from({ length: 20 }, (_, i) => ana.patch(task.id, { title: `Race ${i}` })))
    expect((await ana.get(task.id)).version).toBe(21)
    const versions = (await ana.outbox('zerodue.task.updated.v1')).map(({ data }) => data.task.version)
    expect(versions.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 2))
  })

  test('by twenty clients that saw the same version succeeds once', async () => {
    const ana = await signedIn()
    const task = await ana.create({ title: 'Race' })
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        ana.request('PATCH', `/api/tasks/${task.id}`, { title: `Race ${i}` }, { 'if-match': '"1"' }),
      ),
    )
    expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(412)])
  })
})

describe('a series', () => {
  test('restarts when its rule changes, and does not when one occurrence moves', async () => {
    const ana = await signedIn()
    const task = await ana.create({ title: 'Standup', due: friday, repeat: weekly, occurrence: 4 })
    const moved = await ana.patch(task.id, { due: { date: '2026-11-28' } })
    expect(moved.repeat?.start).toEqual(friday)
    expect(moved.occurrence).toBe(4)
    const changed = await ana.patch(task.id, { repeat: { rule: 'FREQ=DAILY' } })
    expect(changed.repeat).toEqual({ rule: 'FREQ=DAILY', from: 'due', start: { ...friday, date: '2026-11-28' } })
    expect(changed.occurrence).toBe(1)
    expect((await ana.patch(task.id, { repeat: null })).repeat).toBeNull()
  })

  test('moves on once when its task is skipped twice, without a completion', async () => {
    const ana = await signedIn()
    const task = await ana.create({ title: 'Gym', due: friday, repeat: weekly })
    const skipped = await ana.skip(task.id)
    expect(skipped).toMatchObject({ status: 'done', completedAt: null, skippedAt: clock.now.toISOString() })
    expect(await ana.skip(task.id)).toEqual(skipped)
    expect(await ana.outbox('zerodue.task.skipped.v1')).toHaveLength(1)
    const once = await ana.create({ title: 'Once' })
    expect((await ana.request('POST', `/api/tasks/${once.id}/skip`)).status).toBe(409)
  })
})

describe('completing', () => {
  test('twice at once happens once', async () => {
    const ana = await signedIn()
    const task = await ana.create({ title: 'Standup', due: friday, repeat: weekly })
    const [first, second] = await Promise.all([ana.complete(task.id), ana.complete(task.id)])
    expect(first).toEqual(second)
    expect(first.completedAt).toBe(clock.now.toISOString())
    expect(await ana.outbox('zerodue.task.completed.v1')).toHaveLength(1)
  })

  test('and reopening deletes an unchanged successor and keeps a changed one', async () => {
    const ana = await signedIn()
    for (const changed of [false, true]) {
      const task = await ana.create({ title: 'Water plants', due: friday, repeat: weekly })
      const successor = nextTask(await ana.complete(task.id))
      const next = await ana.create(successor ?? {})
      if (changed) await ana.patch(next.id, { notes: 'mine now' })
      await ana.reopen(task.id)
      expect((await ana.get(next.id)).deletedAt !== undefined).toBe(!changed)
    }
  })

  test('is undone by reopening', async () => {
    const ana = await signedIn()
    const task = await ana.create({ title: 'Oops' })
    await ana.complete(task.id)
    expect(await ana.reopen(task.id)).toMatchObject({ status: 'open', completedAt: null, version: 3 })
  })
})

describe('a deleted task', () => {
  test('disappears from lists, is shown as deleted, and can be restored unchanged', async () => {
    const ana = await signedIn()
    const task = await ana.create({ title: 'Keep me' })
    const deleted = await ana.remove(task.id)
    expect(deleted.deletedAt).toBe(clock.now.toISOString())
    expect(await ana.remove(task.id)).toEqual(deleted)
    expect(await ana.titles()).toEqual([])
    expect(await ana.titles('deleted=true')).toEqual(['Keep me'])
    expect((await ana.request('PATCH', `/api/tasks/${task.id}`, { title: 'x' })).status).toBe(409)
    expect(await ana.restore(task.id)).toEqual({ ...task, version: 3, updatedAt: clock.now.toISOString() })
    expect(await ana.titles()).toEqual(['Keep me'])
  })
})

describe('a reminder', () => {
  test('can be snoozed until later, but not into the past', async () => {
    const ana = await signedIn()
    const task = await ana.create({ title: 'Ring', due: friday, reminders: [{ before: 'PT30M' }] })
    const path = `/api/tasks/${task.id}/reminders/${task.reminders[0]?.id}/snooze`
    const { body } = await ana.request('POST', path, { minutes: 10 })
    expect(body).toMatchObject({
      version: 2,
      reminders: [{ before: 'PT30M', snoozedUntil: '2026-11-21T09:50:00.000Z' }],
    })
    expect((await ana.request('POST', path, { until: '2026-11-21T08:00:00Z' })).status).toBe(400)
    expect(
      (await ana.request('POST', path.replace(/[^/]+\/snooze$/, `${randomUUID()}/snooze`), { minutes: 1 })).status,
    ).toBe(404)
  })

  test('can be snoozed until the morning of its person, and the snooze can be undone', async () => {
    const ana = await signedIn()
    await ana.request('PATCH', '/api/me', { zone: 'Asia/Karachi', morning: '07:30' })
    const task = await ana.create({ title: 'Ring', due: friday, reminders: [{ before: 'PT30M', every: 'PT10M' }] })
    const path = `/api/tasks/${task.id}/reminders/${task.reminders[0]?.id}/snooze`
    const { body } = await ana.request('POST', path, { until: 'tomorrow-morning' })
    expect(body).toMatchObject({ reminders: [{ every: 'PT10M', snoozedUntil: '2026-11-22T02:30:00.000Z' }] })
    const undone = await ana.request('DELETE', path)
    expect(undone.body).toMatchObject({ version: 3, reminders: task.reminders })
    expect((await ana.request('DELETE', path)).body).toEqual(undone.body)
  })

  test('has an id that is unique in its task', async () => {
    const ana = await signedIn()
    const id = randomUUID()
    const twice = await ana.request('POST', '/api/tasks', {
      title: 'Ring',
      due: friday,
      reminders: [
        { id, before: 'PT30M' },
        { id, before: 'PT5M' },
      ],
    })
    expect(twice).toMatchObject({ status: 400, body: { errors: [{ path: 'reminders' }] } })
  })
})

test('a patch that leaves the date or the recurrence incomplete is refused with every missing part', async () => {
  const ana = await signedIn()
  const task = await ana.create({ title: 'Standup' })
  for (const [patch, missing] of [
    [{ due: {} }, ['due.date', 'due.zone']],
    [{ due: {}, repeat: {} }, ['due.date', 'due.zone', 'repeat.rule']],
    [{ due: { time: '09:00' }, repeat: { rule: 'FREQ=DAILY' } }, ['due.date', 'due.zone']],
  ] as const) {
    const { status, body } = await ana.request('PATCH', `/api/tasks/${task.id}`, patch)
    expect(status).toBe(400)
    expect((body as Problem).errors.map(({ path }) => path)).toEqual(expect.arrayContaining([...missing]))
  }
  expect(await ana.get(task.id)).toEqual(task)
})
