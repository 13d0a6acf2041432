import { expect, test } from 'vitest'
import { asCaller } from '../kit/postgres/as-caller.ts'
import { reminderFirer } from './testing/reminder-firer.ts'

const { person, sql, owner } = await reminderFirer()
const [ana, bob] = [person(), person()]
await ana.profile({ zone: 'Asia/Karachi' })
const at = '2026-11-22T09:00:00.000Z'
const task = await ana.create({ title: 'Secret', reminders: [{ at }] })

/** Every table with a `user_id`, so that the tests also cover new tables. */
const tables = (
  await owner<{ name: string }[]>`
    select table_schema || '.' || table_name as name from information_schema.columns
    where column_name = 'user_id' and table_schema = 'reminders' order by 1`
).map(({ name }) => name)

test('the tables of reminders are among them', () => {
  expect(tables).toEqual(
    expect.arrayContaining(['reminders.outbox', 'reminders.profile', 'reminders.reminder', 'reminders.task']),
  )
})

test.each(tables)(
  "a query on %s without a where shows no other person's rows, and without a caller none",
  async table => {
    expect(await asCaller(sql, bob, tx => tx`select * from ${tx(table)}`)).toEqual([])
    expect(await sql`select * from ${sql(table)}`).toEqual([])
  },
)

test("writes without a where change only the caller's rows", async () => {
  await asCaller(sql, bob, tx => tx`delete from reminders.reminder`)
  await asCaller(sql, bob, tx => tx`update reminders.reminder set at = now()`)
  expect((await ana.list()).items).toMatchObject([{ title: 'Secret', at }])
})

test("nobody writes a row in another person's name", async () => {
  const forged = asCaller(sql, bob, tx => tx`insert into reminders.task values (${ana.userId}, ${task.id}, '{}')`)
  await expect(forged).rejects.toThrow('row-level security')
})

test("a list shows only the caller's rows, by page and by filter, and refuses another person's cursor", async () => {
  for (let i = 1; i <= 4; i++)
    await bob.create({ title: `T${i}`, reminders: [{ at: `2026-11-2${i + 1}T08:00:00.000Z` }] })
  const first = await bob.list('limit=3')
  expect(first.items.map(({ title }) => title)).toEqual(['T1', 'T2', 'T3'])
  const second = await bob.list(`limit=3&cursor=${first.next}`)
  expect(second).toMatchObject({ items: [{ title: 'T4', state: 'armed' }], next: null })
  expect(await bob.list('state=fired')).toEqual({ items: [], next: null })
  expect(await ana.list(`limit=3&cursor=${first.next}`)).toMatchObject({ code: 'invalid-cursor' })
})
