import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { catalog } from '../../functions/domain/events/catalog.ts'
import type { Json } from '../../functions/kit/http/json-schema.ts'
import { asyncApi } from './asyncapi.ts'
import { eventSchemas } from './event-schemas.ts'
import { brokenPromises, releasedSchemas } from './released.ts'

const plain = (document: object) => JSON.parse(JSON.stringify(document))

test.each(catalog.map(event => [event.type, event] as const))('the example of %s is one', (_, { data, example }) => {
  expect(v.parse(data, example)).toMatchObject(plain(example as object))
})

test('no type stands in the catalog twice', () => {
  const types = catalog.map(({ type }) => type)
  expect(types).toEqual([...new Set(types)])
})

test('what today is sent and understood breaks nobody who relies on the written schemas', () => {
  expect(brokenPromises(releasedSchemas(), eventSchemas())).toEqual([])
})

test('schemas/events/ is what the functions check: when this fails, run npm run schemas', () => {
  expect(releasedSchemas()).toEqual(plain(eventSchemas()))
})

test('schemas/asyncapi.json is made of the catalog: when this fails, run npm run schemas', async () => {
  const file = readFileSync(new URL('../../schemas/asyncapi.json', import.meta.url), 'utf8')
  expect(JSON.parse(file)).toEqual(plain(await asyncApi()))
})

test('schemas/asyncapi.json is AsyncAPI as somebody else reads it', async () => {
  const linter = ['node_modules/@redocly/cli/bin/cli.js', 'lint', 'schemas/asyncapi.json', '--extends=minimal']
  const { status, stdout, stderr } = spawnSync(process.execPath, linter, {
    encoding: 'utf8',
    env: { ...process.env, REDOCLY_TELEMETRY: 'off' },
  })
  expect(`${stdout}${stderr}`).toContain('Your API description is valid')
  expect(status).toBe(0)
})

test('a released type that is changed or removed is named, a draft is not', () => {
  const [file, schema] = Object.entries(plain(eventSchemas())).find(([name]) => name.includes('created')) as [
    string,
    Json,
  ]
  const { required: _, ...looser } = schema
  expect(brokenPromises({ [file]: schema }, { [file]: looser })[0]).toContain(file)
  expect(brokenPromises({ [file]: schema }, {})).toEqual([
    `${file} is gone: a type stays as long as somebody may send or read it`,
  ])
  expect(brokenPromises({ [file]: { ...schema, 'x-draft': true } }, {})).toEqual([])
})
