import { expect, test } from 'vitest'
import { asCaller } from '../kit/postgres/as-caller.ts'
import { newUser } from '../kit/testing/start.ts'
import { changed } from './testing/changed.ts'
import { relays } from './testing/relay.ts'

const { replica, owner } = await relays()
const { deliver, sql } = await replica()
const [ana, bob] = [newUser(), newUser()]

/** Every table with a `user_id`, so that the tests also cover new tables. */
const tables = (
  await owner<{ name: string }[]>`
    select table_schema || '.' || table_name as name from information_schema.columns
    where column_name = 'user_id' and table_schema = 'sync' order by 1`
).map(({ name }) => name)

test('a person has rows in each of these tables', async () => {
  await deliver(changed(ana))
  await deliver(changed(bob))
  expect(tables).toEqual(['sync.seen', 'sync.set_aside', 'sync.stream', 'sync.update'])
  for (const table of tables.filter(name => name !== 'sync.set_aside'))
    expect(await owner`select from ${owner(table)} where user_id = ${ana}`).not.toHaveLength(0)
})

test.each(tables)("a query on %s without a where shows no other person's rows", async table => {
  expect(await asCaller(sql, { userId: bob }, tx => tx`select * from ${tx(table)} where user_id <> ${bob}`)).toEqual([])
})

test.each(tables)('a query on %s without a caller shows no rows', async table => {
  expect(await sql`select * from ${sql(table)}`).toEqual([])
})

test("writes without a where change only the caller's rows, and nobody writes in another person's name", async () => {
  await asCaller(sql, { userId: bob }, tx => tx`update sync.stream set last = 7`)
  await asCaller(sql, { userId: bob }, tx => tx`delete from sync.update`)
  expect(await owner`select last from sync.stream where user_id = ${ana}`).toEqual([{ last: '1' }])
  expect(await owner`select from sync.update where user_id = ${ana}`).toHaveLength(1)
  const forged = asCaller(
    sql,
    { userId: bob },
    tx => tx`insert into sync.stream (user_id, last) values (${newUser()}, 1)`,
  )
  await expect(forged).rejects.toThrow('row-level security')
})
