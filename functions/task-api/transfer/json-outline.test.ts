import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { outlineOf } from './json-outline.ts'

const outline = (text: string, { mostDepth = 64, mostItems = 100 } = {}) => outlineOf(text, { mostDepth, mostItems })

async function partsOf(text: string) {
  const found = await outline(text)
  if (!found || found === 'too deep') return found
  return {
    rest: JSON.parse(found.rest),
    items: [...found.items].map(([start, end]) => JSON.parse(text.slice(start, end))),
  }
}

test('the parts of any file are the file with its tasks', async () => {
  const values = fc.jsonValue({ maxDepth: 4 })
  const file = fc
    .record({ tasks: fc.array(values), tags: fc.array(fc.string()), more: values })
    .chain(whole =>
      fc
        .shuffledSubarray(Object.entries(whole))
        .map(entries => Object.fromEntries([...entries, ['tasks', whole.tasks]])),
    )
  await fc.assert(
    fc.asyncProperty(file, fc.constantFrom(undefined, 2), async (whole, indent) => {
      const copy = JSON.parse(JSON.stringify(whole))
      expect(await partsOf(JSON.stringify(whole, null, indent))).toEqual({
        rest: { ...copy, tasks: [] },
        items: copy.tasks,
      })
    }),
    { numRuns: 300 },
  )
})

test.each([
  '{}',
  '[]',
  '{"tasks":{}}',
  '{"tasks":null}',
  '{"more":{"tasks":[1]}}',
  '{"tasks":[1],"tasks":[2]}',
  '{"tasks":[1',
  '"tasks"',
])('a file without exactly one list of tasks has no such parts: %s', async text => {
  expect(await outline(text)).toBeUndefined()
})

test('brackets and commas inside texts do not cut a task', async () => {
  const tasks = [{ title: 'a, [b] {c} "d" \\' }, { title: ']' }]
  expect(await partsOf(JSON.stringify({ tasks }))).toMatchObject({ items: tasks })
})

test('text that is nested too deep is refused, wherever it stands', async () => {
  const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`
  expect(await outline(`{"tasks":[${nested(3)}]}`, { mostDepth: 4 })).toBe('too deep')
  expect(await outline(`{"more":${nested(4)},"tasks":[]}`, { mostDepth: 4 })).toBe('too deep')
  expect(await outline(`{"tasks":[${nested(2)}]}`, { mostDepth: 4 })).not.toBe('too deep')
})

test('of too many items, the first one beyond the limit is still read', async () => {
  const found = await outline(`{"tasks":[${Array(9).fill('1').join()}]}`, { mostItems: 3 })
  const items = found && found !== 'too deep' ? [...found.items].slice(0, 4) : []
  expect(items.map(([start, end]) => end - start)).toEqual([1, 1, 1, 1])
})
