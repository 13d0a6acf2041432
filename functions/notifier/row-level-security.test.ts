import { expect, test } from 'vitest'
import { asCaller } from '../kit/postgres/as-caller.ts'
import { localServer } from '../kit/testing/local-server.ts'
import { notifier } from './testing/notifier.ts'

const { replica, sql, owner } = await notifier()
const { person, remind } = await replica()
const [ana, bob] = [await person(), await person()]

/** Every table with a `user_id`, so that the tests also cover new tables. */
const tables = (
  await owner<{ name: string }[]>`
    select table_schema || '.' || table_name as name from information_schema.columns
    where column_name = 'user_id' and table_schema = 'notifications' order by 1`
).map(({ name }) => name)

test('a person has rows in these tables', async () => {
  const server = await localServer()
  await ana.ask('POST', '/api/channels', { kind: 'webhook', url: server.url })
  await remind(ana.userId)
  expect(tables).toEqual(expect.arrayContaining(['notifications.channel', 'notifications.delivery']))
  for (const table of ['channel', 'delivery', 'attempt', 'outbox'])
    expect(await owner`select from ${owner(`notifications.${table}`)} where user_id = ${ana.userId}`).not.toHaveLength(
      0,
    )
})

test.each(tables)("a query on %s without a where shows no other person's rows", async table => {
  const seen = await asCaller(sql, bob, tx => tx`select * from ${tx(table)} where user_id = ${ana.userId}`)
  expect(seen).toEqual([])
  expect(await asCaller(sql, bob, tx => tx`select * from ${tx(table)} where user_id <> ${bob.userId}`)).toEqual([])
})

test.each(tables)('a query on %s without a caller shows no rows', async table => {
  expect(await sql`select * from ${sql(table)}`).toEqual([])
})

test("writes without a where change only the caller's rows, and nobody writes in another person's name", async () => {
  await asCaller(sql, bob, tx => tx`update notifications.channel set destination = 'https://bob.example/'`)
  await asCaller(sql, bob, tx => tx`delete from notifications.channel`)
  await asCaller(sql, bob, tx => tx`update notifications.delivery set state = 'failed'`)
  expect(
    await owner`select from notifications.channel where user_id = ${ana.userId} and destination like '%127%'`,
  ).toHaveLength(1)
  expect(await owner`select from notifications.delivery where state = 'failed'`).toHaveLength(0)
  const forged = asCaller(
    sql,
    bob,
    tx => tx`insert into notifications.used_link (user_id, id, used_at) values (${ana.userId}, 'x', now())`,
  )
  await expect(forged).rejects.toThrow('row-level security')
})
