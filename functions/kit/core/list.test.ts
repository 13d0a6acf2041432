import * as v from 'valibot'
import { expect, test } from 'vitest'
import { list } from './schema.ts'

const seen: unknown[] = []
const Item = v.pipe(
  v.string(),
  v.check(text => {
    seen.push(text)
    return text.startsWith('a')
  }, 'must begin with a'),
)
const messages = (schema: v.GenericSchema, input: unknown) =>
  v.safeParse(schema, input).issues?.map(({ message, path }) => [path?.map(({ key }) => key).join('.'), message]) ?? []

test('a list that is too long is refused before one of its items is looked at', () => {
  seen.length = 0
  expect(messages(list(Item, { max: 20 }), Array(130_000).fill('b'))).toEqual([
    [undefined, expect.stringMatching('Expected <=20 but received 130000')],
  ])
  expect(seen).toEqual([])
})

test('a list that is too short is refused', () => {
  expect(messages(list(Item, { min: 1, max: 20 }), [])).toHaveLength(1)
})

test('a list within its length reports each wrong item with its place, and returns the others', () => {
  expect(messages(v.object({ tags: list(Item, { max: 3 }) }), { tags: ['a', 'b', 'c'] })).toEqual([
    ['tags.1', 'must begin with a'],
    ['tags.2', 'must begin with a'],
  ])
  expect(v.parse(list(v.pipe(Item, v.toUpperCase()), { max: 3 }), ['a', 'ab'])).toEqual(['A', 'AB'])
})

test('a long list stops after a hundred wrong items', () => {
  expect(messages(list(Item, { max: 50_000 }), Array(50_000).fill('b'))).toHaveLength(100)
})

test('what is no list is refused', () => {
  expect(messages(list(Item, { max: 3 }), { length: 1 })).toHaveLength(1)
})
