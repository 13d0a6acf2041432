import { expect, test } from 'vitest'
import { asCaller } from '../kit/postgres/as-caller.ts'
import { someEvent } from '../kit/testing/some-event.ts'
import { auditSink } from './testing/audit-sink.ts'

const { person, deliver, sql, owner } = await auditSink()
const [ana, bob] = [await person(), await person()]
for (const { userId } of [ana, bob]) await deliver(someEvent({ userId }))

test.each([
  "update audit.entry set data = '{}'",
  'update audit.entry set hash = digest',
  'delete from audit.entry',
  'truncate audit.entry',
  'insert into audit.entry select * from audit.entry',
  'update audit.chain set seq = 0',
  'delete from audit.chain',
  "insert into audit.chain values ('eve', 0, '')",
  "select audit.erase('ana', now())",
  'delete from audit.dead_letter',
  'select * from audit.dead_letter',
  'select * from audit.deleted_user',
  'delete from audit.deleted_user',
  'alter table audit.entry disable row level security',
  'drop table audit.entry',
  'create table audit.mine ()',
  'select * from tasks.task',
  'select * from identity.person',
])('the role of the function has no permission to: %s', async statement => {
  const attempt = asCaller(sql, ana, tx => tx.unsafe(statement))
  await expect(attempt).rejects.toThrow(/permission denied|must be owner/)
  expect(await ana.verify()).toEqual({ ok: true, checked: 1 })
})

test.each(['chain', 'entry'])("a query on %s without a where shows only the caller's rows", async table => {
  const rows = await asCaller(sql, bob, tx => tx<{ user_id: string }[]>`select user_id from ${tx(`audit.${table}`)}`)
  expect(rows.map(({ user_id }) => user_id)).toEqual([bob.userId])
  expect(await sql`select * from ${sql(`audit.${table}`)}`).toEqual([])
})

test('every table of the schema has row-level security', async () => {
  const open = await owner`
    select relname from pg_class where relnamespace = 'audit'::regnamespace and relkind = 'r' and not relrowsecurity`
  expect(open).toEqual([])
})
