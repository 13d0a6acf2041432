import { readFile } from 'node:fs/promises'
import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '../testing/database.ts'
import { connect } from './connect.ts'
import { dumpSchema } from './dump-schema.ts'

const database = await testDatabase()
const owner = connect(database, undefined, { connections: 1 })
afterAll(() => owner.end())

test('schema.sql shows what the migrations make of an empty database (npm run schemas writes it)', async () => {
  const written = await readFile(new URL('./schema.sql', import.meta.url), 'utf8')
  expect(await dumpSchema(database)).toBe(written)
})

test.each([
  ['a right', 'grant update on identity.api_token to task_api'],
  ['a right to one column', 'grant update (name) on identity.api_token to task_api'],
  ['a policy that is gone', 'drop policy own on tasks.task'],
  ['a table without row-level security', 'alter table tasks.word disable row level security'],
  ['a function that everybody may call', 'grant execute on function tasks.matching to public'],
  ['a column', 'alter table tasks.task add column colour text'],
  ['a default', "alter table identity.profile alter column zone set default 'Asia/Karachi'"],
  ['a constraint', 'alter table tasks.task drop constraint task_status_check'],
  ['an index', 'drop index tasks.task_search'],
  ['a trigger', 'drop trigger tell on identity.person'],
  ['a view', 'create view tasks.titles as select title from tasks.task'],
])('%s more or less would show in it', async (_, change) => {
  const before = await dumpSchema(database)
  await owner.unsafe(change)
  expect(await dumpSchema(database)).not.toBe(before)
})
