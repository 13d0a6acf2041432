import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { someEvent } from '../kit/testing/some-event.ts'
import { appendEvents } from './append-events.ts'
import { hashOf } from './entry.ts'
import { auditSink } from './testing/audit-sink.ts'

const { person, deliver, sql, owner } = await auditSink()

async function withTrail(length = 10) {
  const ana = await person()
  for (let i = 0; i < length; i++) await deliver(someEvent({ userId: ana.userId, data: { number: i } }))
  expect(await ana.verify()).toEqual({ ok: true, checked: length })
  return ana
}

test('an empty trail verifies', async () => {
  expect(await (await person()).verify()).toEqual({ ok: true, checked: 0 })
})

test('a second verification of the same person gets 429 while the first one runs', async () => {
  const ana = await withTrail(1)
  const second = await owner.begin(async tx => {
    await tx`select pg_advisory_xact_lock(hashtext('zerodue.audit.verify'), hashtext(${ana.userId}))`
    return ana.get<{ code: string }>('/api/audit/verify')
  })
  expect([second.status, second.body.code]).toEqual([429, 'too-many-requests'])
  expect(await ana.verify()).toEqual({ ok: true, checked: 1 })
})

test('a chain of several batches verifies, and a change in the last batch is found', async () => {
  const ana = await person()
  const arrived = () => ({
    ...someEvent({ userId: ana.userId }),
    traceparent: undefined,
    subject: undefined,
    extensions: {},
  })
  await Promise.all(Array.from({ length: 2_500 }, () => appendEvents({ sql }, [arrived()])))
  expect(await ana.verify()).toEqual({ ok: true, checked: 2_500 })
  await owner`update audit.entry set data = 'null' where user_id = ${ana.userId} and seq in (2001, 2400)`
  expect(await ana.verify()).toEqual({ ok: false, checked: 2_000, firstBroken: { seq: 2_001, reason: 'changed' } })
})

describe('verification names the first entry that the owner of the tables changed:', () => {
  const swap = `update audit.entry set seq = -seq where user_id = $1 and seq in (4, 5);
    update audit.entry set seq = 9 + seq where user_id = $1 and seq in (-4, -5)`
  test.each([
    ['data', `update audit.entry set data = '{"number":99}' where user_id = $1 and seq = 4`, 4, 'changed'],
    [
      'only its spelling',
      `update audit.entry set data = '{ "number": 3 }' where user_id = $1 and seq = 4`,
      4,
      'changed',
    ],
    ['the time', `update audit.entry set time = time + interval '1 ms' where user_id = $1 and seq = 4`, 4, 'changed'],
    ['the type', `update audit.entry set type = 'x' where user_id = $1 and seq = 4`, 4, 'changed'],
    ['the task', `update audit.entry set task_id = null where user_id = $1 and seq = 4`, 4, 'changed'],
    [
      'the actor',
      `update audit.entry set actor_kind = 'user', actor_id = 'eve' where user_id = $1 and seq = 4`,
      4,
      'changed',
    ],
    ['a digest', `update audit.entry set digest = hash where user_id = $1 and seq = 4`, 4, 'changed'],
    ['a hash', `update audit.entry set hash = digest where user_id = $1 and seq = 4`, 4, 'forged'],
    ['a link', `update audit.entry set previous_hash = hash where user_id = $1 and seq = 4`, 4, 'unlinked'],
    ['the first entry removed', `delete from audit.entry where user_id = $1 and seq = 1`, 1, 'missing'],
    ['one removed', `delete from audit.entry where user_id = $1 and seq = 4`, 4, 'missing'],
    ['the last ones removed', `delete from audit.entry where user_id = $1 and seq > 8`, 9, 'missing'],
    ['all removed', `delete from audit.entry where user_id = $1`, 1, 'missing'],
    ['two swapped', swap, 4, 'unlinked'],
    [
      'one removed and the others moved up',
      `delete from audit.entry where user_id = $1 and seq = 4;
      update audit.entry set seq = -seq where user_id = $1 and seq > 4;
      update audit.entry set seq = -seq - 1 where user_id = $1 and seq < 0`,
      4,
      'unlinked',
    ],
    [
      'one emptied as if the account were deleted',
      `update audit.entry set salt = null, id = null, source = null,
      type = null, task_id = null, time = null, data = null where user_id = $1 and seq = 4`,
      4,
      'changed',
    ],
    ['the end of the chain', `update audit.chain set seq = 9 where user_id = $1`, 10, 'forged'],
    ['the end removed', `delete from audit.chain where user_id = $1`, 10, 'forged'],
    ['the hash of the end', `update audit.chain set hash = '' where user_id = $1`, 10, 'forged'],
  ])('%s', async (_, change, seq, reason) => {
    const [ana, bob] = [await withTrail(), await withTrail(2)]
    for (const statement of change.split(';')) await owner.unsafe(statement, [ana.userId])
    expect(await ana.verify()).toEqual({ ok: false, checked: seq - 1, firstBroken: { seq, reason } })
    expect(await bob.verify()).toEqual({ ok: true, checked: 2 })
  })

  test('an entry put in between, with a hash that fits the one before', async () => {
    const ana = await withTrail()
    await owner`update audit.entry set seq = -seq where user_id = ${ana.userId} and seq > 4`
    await owner`update audit.entry set seq = 1 - seq where user_id = ${ana.userId} and seq < 0`
    const [four] = await owner`select * from audit.entry where user_id = ${ana.userId} and seq = 4`
    const hash = hashOf(four?.hash, 5n, four?.digest)
    const forged = { ...four, seq: 5, id: randomUUID(), previous_hash: four?.hash, hash }
    await owner`insert into audit.entry ${owner(forged)}`
    expect(await ana.verify()).toMatchObject({ ok: false, firstBroken: { seq: 5, reason: 'changed' } })
  })
})
