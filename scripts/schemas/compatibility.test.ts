import { expect, test } from 'vitest'
import type { Json } from '../../functions/kit/http/json-schema.ts'
import { breaks } from './compatibility.ts'

const title = { type: 'string', minLength: 1, maxLength: 500 }
const priority = { enum: ['P1', 'P2'] }
const due = {
  anyOf: [{ type: 'object', properties: { date: { type: 'string' } }, required: ['date'] }, { type: 'null' }],
}
const tags = { type: 'array', items: { type: 'string' }, maxItems: 20 }
const schema = (properties: Json, more: Json = {}): Json => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  ...more,
})
const base = schema({ title, priority, due, tags })
const without = (name: string) => {
  const { [name]: _, ...rest } = base.properties as Record<string, Json>
  return schema(rest)
}
const withField = (name: string, field: Json) => schema({ ...(base.properties as Json), [name]: field })

const onlyEvents = 'breaks readers of events'
const onlyCommands = 'breaks senders of commands'
const both = 'breaks both'
const neither = 'breaks neither'

const changes: [change: string, breaksFor: string, after: Json][] = [
  ['the same schema', neither, structuredClone(base)],
  ['a new optional field', neither, { ...withField('notes', title), required: base.required }],
  ['a new required field', onlyCommands, withField('notes', title)],
  ['a removed field', both, without('tags')],
  ['a renamed field', both, schema({ ...(without('title').properties as Json), name: title })],
  ['a field that may now be absent', onlyEvents, { ...base, required: ['title', 'priority', 'due'] }],
  ['another type', both, withField('title', { type: 'number' })],
  ['one more value', onlyEvents, withField('priority', { enum: ['P1', 'P2', 'P3'] })],
  ['one value less', onlyCommands, withField('priority', { enum: ['P1'] })],
  ['values instead of any text', both, withField('title', { enum: ['a'] })],
  ['null where there was none', onlyEvents, withField('title', { anyOf: [title, { type: 'null' }] })],
  ['no null where there was one', onlyCommands, withField('due', due.anyOf[0] ?? {})],
  ['longer text', onlyEvents, withField('title', { ...title, maxLength: 600 })],
  ['shorter text', onlyCommands, withField('title', { ...title, maxLength: 400 })],
  ['another pattern', onlyCommands, withField('title', { ...title, pattern: '^a' })],
  ['a list of something else', both, withField('tags', { ...tags, items: { type: 'number' } })],
  ['more items', onlyEvents, withField('tags', { ...tags, maxItems: 30 })],
  [
    'a field inside a field is gone',
    both,
    withField('due', { anyOf: [{ type: 'object', properties: {} }, { type: 'null' }] }),
  ],
  ['a whole number where any was', onlyCommands, withField('n', { type: 'integer' })],
]

test.each(changes)('%s %s', (change, breaksFor, after) => {
  const before = change === 'a whole number where any was' ? withField('n', { type: 'number' }) : base
  expect(breaks(before, after, 'event').length > 0).toBe(breaksFor === onlyEvents || breaksFor === both)
  expect(breaks(before, after, 'command').length > 0).toBe(breaksFor === onlyCommands || breaksFor === both)
})

test('every breaking change is named with the field that it breaks', () => {
  const after = withField('due', {
    anyOf: [{ type: 'object', properties: { date: { type: 'number' } } }, { type: 'null' }],
  })
  expect(breaks(base, without('tags'), 'event')).toEqual([
    'tags was removed or renamed',
    'tags is required on one side only',
  ])
  expect(breaks(base, after, 'event').join()).toContain('due')
})
