import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { taskApi } from './testing/signed-in.ts'

const { owner } = await taskApi()

test('the index holds every word of a task, by its beginning and under the mark of its owner', async () => {
  const words = fc.array(
    fc.string({ unit: 'grapheme', minLength: 1 }).filter(word => !word.includes('\0')),
    { maxLength: 6 },
  )
  await fc.assert(
    fc.asyncProperty(words, fc.constantFrom('ana', 'ben'), fc.boolean(), async (some, user, long) => {
      const all = long ? [...some, 'x'.repeat(299), 'x'.repeat(301), 'x'.repeat(400)] : some
      const [row] = await owner<{ words: string[]; expected: string[] }[]>`
        select tsvector_to_array(tasks.own_words(${user}, array_to_tsvector(${all}::text[]))) as words,
          array(select distinct tasks.owner_mark(${user}) || left(word, 300) from unnest(${all}::text[]) as word) as expected`
      expect(row?.words.toSorted()).toEqual(row?.expected.toSorted())
    }),
  )
})
