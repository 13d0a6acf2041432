import postgres from 'postgres'
import { expect, inject, onTestFinished, test } from 'vitest'
import { newFolder, quickDisk } from '../testing/new-folder.ts'
import { startEmbeddedPostgres } from './embedded.ts'

test('similarity, lower case, order and words of a text are the same on every platform, Urdu too', async () => {
  const sql = connection(inject('postgresUrl'))
  await sql`create extension if not exists pg_trgm`

  const [row] = await sql`
    select similarity('خریداری', 'خریدری') as similarity, lower('ÄÇ') as lower, 'Z' < 'a' as by_code_point,
      to_tsvector('simple', 'دودھ، کریں۔')::text as words`

  expect(row).toEqual({ similarity: 0.5, lower: 'äç', by_code_point: true, words: "'دودھ':1 'کریں':2" })
})

test('after a stop and a start the data is there, and the server has the same address', async () => {
  const folder = newFolder(quickDisk)
  const first = await startEmbeddedPostgres({ folder })
  await connection(first.url)`create table kept as select 42 as answer`
  await first.stop()

  const second = await startEmbeddedPostgres({ folder })
  onTestFinished(() => second.stop())

  expect(await connection(second.url)`select answer from kept`).toEqual([{ answer: 42 }])
  expect(second.url).toBe(first.url)
})

function connection(url: string) {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  onTestFinished(() => sql.end())
  return sql
}
