import { expect, test } from 'vitest'
import { asCaller } from '../kit/postgres/as-caller.ts'
import { taskApi } from './testing/signed-in.ts'

const { signedIn, sql, owner } = await taskApi()
const [ana, bob] = [await signedIn(), await signedIn()]
await ana.create({ title: 'Secret', tags: ['hidden'] }, { 'idempotency-key': 'k' })
await owner`insert into identity.profile (user_id, zone) values (${ana.userId}, 'Asia/Karachi')`

/** Every table with a user id, so that the test covers a new one automatically. */
const tables = (
  await owner<{ name: string }[]>`
    select table_schema || '.' || table_name as name from information_schema.columns
    where column_name = 'user_id' and table_schema in ('tasks', 'identity') order by 1`
).map(({ name }) => name)

const mayRead = async (table: string) =>
  (await owner<{ may: boolean }[]>`select has_table_privilege('task_api', ${table}, 'select') as may`)[0]?.may

test('the list of tables is not empty', () => {
  expect(tables).toEqual(expect.arrayContaining(['tasks.task', 'tasks.tag', 'tasks.outbox', 'identity.profile']))
})

test.each(tables)('a query on %s without a where clause shows no rows of another person', async table => {
  if (!(await mayRead(table))) return
  const seen = await asCaller(sql, bob, tx => tx`select * from ${tx(table)} where user_id = ${ana.userId}`)
  expect(seen).toEqual([])
  const all = await asCaller(sql, bob, tx => tx<{ user_id: string }[]>`select user_id from ${tx(table)}`)
  expect(all.filter(({ user_id }) => user_id !== bob.userId)).toEqual([])
})

test.each(tables)('a query on %s without a caller shows no rows', async table => {
  if (!(await mayRead(table))) return
  expect(await sql`select * from ${sql(table)}`).toEqual([])
})

test('writes without a where clause change no rows of another person', async () => {
  await asCaller(sql, bob, tx => tx`update tasks.task set title = 'mine now'`)
  await asCaller(sql, bob, tx => tx`delete from tasks.task`)
  await asCaller(sql, bob, tx => tx`delete from tasks.tag`)
  expect(await ana.titles('tag=hidden')).toEqual(['Secret'])
})

test('nobody can insert a row for another person', async () => {
  const forged = asCaller(
    sql,
    bob,
    tx => tx`insert into tasks.tag (user_id, key, name) values (${ana.userId}, 'x', 'x')`,
  )
  await expect(forged).rejects.toThrow('row-level security')
  const moved = asCaller(sql, ana, tx => tx`update tasks.task set user_id = ${bob.userId}`)
  await expect(moved).rejects.toThrow('row-level security')
})

test('the search function uses only the caller of the transaction', async () => {
  expect(await asCaller(sql, bob, tx => tx`select * from tasks.matching('secret'::tsquery, true)`)).toEqual([])
  expect(await sql`select * from tasks.matching('secret'::tsquery, true)`).toEqual([])
})

test('the caller of a transaction is unknown to the next one on the same connection', async () => {
  await asCaller(sql, ana, tx => tx`select 1`)
  const counts = await Promise.all(Array.from({ length: 16 }, () => sql`select * from tasks.task`))
  expect(counts.flat()).toEqual([])
})
