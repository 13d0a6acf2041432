import { expect, test } from 'vitest'
import { userDeleted } from '../domain/events/account-events.ts'
import { someEvent } from '../kit/testing/some-event.ts'
import { auditSink } from './testing/audit-sink.ts'
import { verifyChain } from './verify-chain.ts'

const { person, deliver, sql, owner, asOperator } = await auditSink()
const deletedAt = '2026-11-21T10:00:00.000Z'
const before = '2026-11-21T09:59:59.000Z'

const deletion = (userId: string) =>
  someEvent({
    userId,
    type: userDeleted.type,
    subject: null,
    time: deletedAt,
    data: { actor: { kind: 'user', id: userId } },
  })

/** Every row of the schema as text, to search it for traces of a person. */
async function everything(): Promise<string> {
  const rows = await owner<{ line: string }[]>`
    select e::text as line from audit.entry e union all select c::text from audit.chain c
    union all select l::text || convert_from(l.body, 'UTF8') from audit.dead_letter l
    union all select d::text from audit.deleted_user d`
  return rows.map(({ line }) => line).join('\n')
}

async function busyPerson() {
  const ana = await person()
  const data = { task: { title: 'Secret plan' }, actor: { kind: 'user', id: ana.userId } }
  const events = Array.from({ length: 3 }, () => someEvent({ userId: ana.userId, time: before, data }))
  for (const event of events) await deliver(event)
  const dead = someEvent({ userId: ana.userId, time: before, data })
  await deliver(dead, { 'ce-knativeerrordest': 'http://notifier/', 'ce-knativeerrorcode': '400' }, '/dead-letters')
  return { ...ana, events: [...events, dead], dead }
}

test('a deleted account leaves hashes that still verify, and no trace of the person', async () => {
  const [ana, bob] = [await busyPerson(), await busyPerson()]
  const hashes = (await ana.list()).items.map(({ hash }) => hash).reverse()
  expect(await everything()).toContain(ana.userId)

  expect((await deliver(deletion(ana.userId))).status).toBe(204)

  const left = await everything()
  for (const trace of [ana.userId, ...ana.events.flatMap(({ id, subject }) => [id, subject ?? ''])])
    expect(left).not.toContain(trace)
  const [chain] = await owner`select user_id, seq, erased_at from audit.chain where erased_at is not null`
  expect(chain).toMatchObject({ user_id: expect.stringMatching(/^nobody /), seq: '4', erased_at: new Date(deletedAt) })
  const entries = await owner<{ hash: string; content: object }[]>`
    select encode(hash, 'hex') as hash,
      json_strip_nulls(json_build_array(salt, id, source, type, task_id, time, actor_kind, actor_id, data)) as content
    from audit.entry where user_id = ${chain?.user_id} order by seq`
  expect(entries.map(({ hash }) => hash).slice(0, 3)).toEqual(hashes)
  expect(entries.map(({ content }) => content)).toEqual(Array(4).fill(Array(9).fill(null)))
  expect(await verifyChain(sql, chain?.user_id)).toEqual({ ok: true, checked: 4 })

  expect((await ana.list()).items).toEqual([])
  expect(await bob.verify()).toEqual({ ok: true, checked: 3 })
  expect((await bob.list()).items).toHaveLength(3)
})

test('verification finds a changed entry also after the account was deleted', async () => {
  const ana = await busyPerson()
  await owner`delete from audit.chain where erased_at is not null`
  await deliver(deletion(ana.userId))
  const [chain] = await owner`select user_id from audit.chain where erased_at is not null`
  await owner`update audit.entry set digest = hash where user_id = ${chain?.user_id} and seq = 2`
  expect(await verifyChain(sql, chain?.user_id)).toMatchObject({ ok: false, firstBroken: { seq: 2, reason: 'forged' } })
  await owner`update audit.entry set data = '{}', salt = gen_random_uuid(), id = '', source = '', type = '', time = now()
    where user_id = ${chain?.user_id} and seq = 1`
  expect(await verifyChain(sql, chain?.user_id)).toMatchObject({ firstBroken: { seq: 1, reason: 'changed' } })
})

test('late, repeated and concurrent events bring nothing of a deleted account back', async () => {
  const ana = await busyPerson()
  const late = Array.from({ length: 20 }, () => someEvent({ userId: ana.userId, time: before }))
  const answers = await Promise.all([
    deliver(deletion(ana.userId)),
    ...late.map(event => deliver(event)),
    ...late.map(event => deliver(event, { 'ce-knativeerrordest': 'http://notifier/' }, '/dead-letters')),
  ])
  await deliver(deletion(ana.userId))
  await Promise.all([...ana.events, ...late].map(event => deliver(event)))
  await deliver(ana.dead, { 'ce-knativeerrordest': 'http://notifier/' }, '/dead-letters')

  expect([...new Set(answers.map(({ status }) => status))]).toEqual([204])
  expect(await everything()).not.toContain(ana.userId)
  expect((await ana.list()).items).toEqual([])
})

test('a new account with the same id starts a new trail', async () => {
  const ana = await busyPerson()
  await deliver(deletion(ana.userId))
  await deliver(someEvent({ userId: ana.userId, time: '2026-11-21T10:00:01.000Z' }))
  expect((await ana.list()).items.map(({ seq }) => seq)).toEqual([1])
  expect(await ana.verify()).toEqual({ ok: true, checked: 1 })
})

test('the operator does not see dead letters of a deleted account', async () => {
  const ana = await busyPerson()
  const ids = async () => {
    const { body } = await asOperator<{ items: { event: { id: string } }[] }>('GET', '/api/dead-letters?limit=100')
    return body.items.map(({ event }) => event.id)
  }
  expect(await ids()).toContain(ana.dead.id)
  await deliver(deletion(ana.userId))
  expect(await ids()).not.toContain(ana.dead.id)
})
