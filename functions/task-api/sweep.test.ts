import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { unbatched } from '../kit/testing/unbatched.ts'
import { taskApi } from './testing/signed-in.ts'

const api = await taskApi()
const { signedIn, owner, clock } = api

/** Runs this number of simultaneous sweeps after this number of days. */
async function sweepAfter(days: number, atOnce = 1): Promise<void> {
  const today = clock.now
  clock.now = new Date(today.getTime() + days * 86_400_000)
  await Promise.all(Array.from({ length: atOnce }, () => api.sweep()))
  clock.now = today
}

/** A sweep with a clock in the future also deletes the events that it has just published. */
const purgedOf = (userId: string) =>
  unbatched(api.published).filter(event => event.userId === userId && event.type === 'zerodue.task.purged.v1')

describe('a task that was deleted', () => {
  test('can be restored for 30 days and is then removed for good', async () => {
    const ana = await signedIn()
    const task = await ana.create({ title: 'Secret', notes: 'very', tags: ['hidden'] })
    await ana.remove(task.id)

    await sweepAfter(29.9)
    expect((await ana.restore(task.id)).title).toBe('Secret')

    await ana.remove(task.id)
    await sweepAfter(30.1)
    expect((await ana.request('POST', `/api/tasks/${task.id}/restore`)).status).toBe(404)
    const [event] = purgedOf(ana.userId)
    expect(event?.data).toMatchObject({ task: { id: task.id, version: 5 } })
    const update = api.published.find(({ subject, data }) => subject === task.id && 'purged' in data)
    expect(update?.type).toBe('zerodue.task.changed.v1')
    expect(JSON.stringify([event, update])).not.toMatch(/Secret|very|hidden/)
  })

  test('gets one purge event although several sweeps run at once', async () => {
    const ana = await signedIn()
    const tasks = await Promise.all(Array.from({ length: 20 }, () => ana.create({ title: 'x' })))
    for (const { id } of tasks) await ana.remove(id)
    await sweepAfter(31, 3)
    expect(new Set(purgedOf(ana.userId).map(({ id }) => id)).size).toBe(20)
  })

  test('is purged with all others, though they fill several pages and belong to many people', async () => {
    const people = Array.from({ length: 7 }, () => randomUUID())
    await owner`
      insert into tasks.task (user_id, id, version, title, notes, status, priority, tags, series_id, occurrence, reminders,
        created_at, updated_at, deleted_at, title_order, title_words, notes_words, tag_keys)
      select (${people}::text[])[1 + n % 7], gen_random_uuid(), 2, 'x', '', 'open', 4, '{}', gen_random_uuid(), 1, '[]',
        now(), now(), '2020-01-01', 'x', 'x', '', '{}'
      from generate_series(1, 1200) n`
    await sweepAfter(0)
    expect(await owner`select from tasks.task where user_id = any(${people})`).toHaveLength(0)
    const rows = await owner<{ type: string; data: unknown }[]>`
      select type, data from tasks.outbox where user_id = any(${people})`
    expect(unbatched(rows).filter(({ type }) => type === 'zerodue.task.purged.v1')).toHaveLength(1200)
  })
})

test('a sweep deletes old events, answers and inbox rows, and keeps new ones', async () => {
  const ana = await signedIn()
  await ana.create({ title: 'x' }, { 'idempotency-key': 'k' })
  await owner`
    insert into tasks.inbox (consumer, source, id, received_at)
    values ('task-api', '/old', '1', now() - interval '100 days'), ('task-api', '/new', '1', now())`
  await owner`update tasks.outbox set published_at = now() - interval '100 days' where user_id = ${ana.userId}`
  await owner`update tasks.idempotency set created_at = now() - interval '100 days' where user_id = ${ana.userId}`
  await ana.create({ title: 'y' }, { 'idempotency-key': 'l' })
  await owner`update tasks.outbox set published_at = null where user_id = ${ana.userId} and published_at > now() - interval '1 day'`

  await sweepAfter(0)

  expect((await owner`select source from tasks.inbox`).map(({ source }) => source)).toEqual(['/new'])
  expect(await ana.outbox('zerodue.task.created.v1')).toHaveLength(1)
  expect(await owner`select key from tasks.idempotency where user_id = ${ana.userId}`).toEqual([{ key: 'l' }])
})
