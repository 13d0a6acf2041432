import { expect, test } from 'vitest'
import { asCaller } from '../kit/postgres/as-caller.ts'
import { chatSystem } from './chat/testing/chat.ts'

const { assistant, person } = await chatSystem()
const { sql, owner } = assistant
const [ana, bob] = [await person(), await person()]

/** Every table with a `user_id`, so that the tests also cover new tables. */
const tables = (
  await owner<{ name: string }[]>`
    select table_schema || '.' || table_name as name from information_schema.columns
    where column_name = 'user_id' and table_schema = 'assistant' order by 1`
).map(({ name }) => name)

test('a person has rows in these tables', async () => {
  for (const one of [ana, bob]) {
    await one.talk('add milk')
    const { userId } = one
    await owner`insert into assistant.recent_call values (${userId}, 'call', 'key', now())`
    await owner`insert into assistant.model_usage values (${userId}, current_date, 1, 1, 1, 1)`
  }
  const own = ['conversation', 'model_usage', 'outbox', 'recent_call', 'turn'].map(name => `assistant.${name}`)
  expect(tables).toEqual(expect.arrayContaining(own))
  for (const table of own)
    expect(await owner`select from ${owner(table)} where user_id = ${ana.userId}`, table).not.toHaveLength(0)
})

test.each(tables)("a query on %s without a where shows no other person's rows", async table => {
  expect(await asCaller(sql, bob, tx => tx`select * from ${tx(table)} where user_id <> ${bob.userId}`)).toEqual([])
})

test.each(tables)('a query on %s without a caller shows no rows', async table => {
  expect(await sql`select * from ${sql(table)}`).toEqual([])
})

test("writes without a where change only the caller's rows, and nobody writes in another person's name", async () => {
  await asCaller(sql, bob, tx => tx`update assistant.turn set said = 'forged'`)
  await asCaller(sql, bob, tx => tx`update assistant.conversation set title = 'forged'`)
  await asCaller(sql, bob, tx => tx`delete from assistant.turn`)
  await asCaller(sql, bob, tx => tx`delete from assistant.conversation`)
  expect(await owner`select said from assistant.turn where user_id = ${ana.userId}`).toEqual([{ said: 'add milk' }])
  expect(await owner`select title from assistant.conversation where user_id = ${ana.userId}`).toEqual([
    { title: 'add milk' },
  ])
  const forged = asCaller(
    sql,
    bob,
    tx => tx`
      insert into assistant.conversation values (gen_random_uuid(), ${ana.userId}, 'forged', now(), now())`,
  )
  await expect(forged).rejects.toThrow('row-level security')
})
