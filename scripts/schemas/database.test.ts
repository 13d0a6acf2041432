import { readFile } from 'node:fs/promises'
import { afterAll, expect, test } from 'vitest'
import { connect } from '../../functions/kit/postgres/connect.ts'
import { testDatabase } from '../../functions/kit/testing/database.ts'
import { dumpDatabase } from './dump-database.ts'

const database = await testDatabase()
const owner = connect(database, undefined, { connections: 1 })
afterAll(() => owner.end())

test('schemas/database.sql is the schema that the SQL files create: when this fails, run npm run schemas', async () => {
  const written = await readFile(new URL('../../schemas/database.sql', import.meta.url), 'utf8')
  expect(await dumpDatabase(database)).toBe(written)
})

test.each([
  ['a right', 'grant update on identity.api_token to task_api'],
  ['a right to one column', 'grant update (name) on identity.api_token to task_api'],
  ['a policy', 'drop policy own on tasks.task'],
  ['row-level security of a table', 'alter table tasks.word disable row level security'],
  ['the right of every role to call a function', 'grant execute on function tasks.matching to public'],
  ['a column', 'alter table tasks.task add column colour text'],
  ['a default', "alter table identity.profile alter column zone set default 'Asia/Karachi'"],
  ['a constraint', 'alter table tasks.task drop constraint task_status_check'],
  ['an index', 'drop index tasks.task_search'],
  ['a trigger', 'drop trigger write_events on identity.person'],
  ['a view', 'create view tasks.titles as select title from tasks.task'],
])('the dump shows a change of %s', async (_, change) => {
  const before = await dumpDatabase(database)
  await owner.unsafe(change)
  expect(await dumpDatabase(database)).not.toBe(before)
})
