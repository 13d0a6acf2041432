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

test.each(catalog.map(event => [event.type, event] as const))('the example of %s is valid', (_, { data, example }) => {
  expect(v.parse(data, example)).toMatchObject(plain(example as object))
})

test('no type is in the catalog twice', () => {
  const types = catalog.map(({ type }) => type)
  expect(types).toEqual([...new Set(types)])
})

test("today's events and commands break no program that relies on schemas/events/", () => {
  expect(brokenPromises(releasedSchemas(), eventSchemas())).toEqual([])
})

test('schemas/events/ follows from the catalog: when this fails, run npm run schemas', () => {
  expect(releasedSchemas()).toEqual(plain(eventSchemas()))
})

test('schemas/asyncapi.json follows from the catalog: when this fails, run npm run schemas', async () => {
  const file = readFileSync(new URL('../../schemas/asyncapi.json', import.meta.url), 'utf8')
  expect(JSON.parse(file)).toEqual(plain(await asyncApi()))
})

test('an independent linter accepts schemas/asyncapi.json as AsyncAPI', async () => {
  const linter = ['node_modules/@redocly/cli/bin/cli.js', 'lint', 'schemas/asyncapi.json', '--extends=minimal']
  const { status, stdout, stderr } = spawnSync(process.execPath, linter, {
    encoding: 'utf8',
    env: { ...process.env, REDOCLY_TELEMETRY: 'off' },
  })
  expect(`${stdout}${stderr}`).toContain('Your API description is valid')
  expect(status).toBe(0)
})

test('npm run schemas names a released type that breaks or is gone, and allows it for a draft', () => {
  const [file, schema] = Object.entries(plain(eventSchemas())).find(([name]) => name.includes('created')) as [
    string,
    Json,
  ]
  const { required: _, ...looser } = schema
  expect(brokenPromises({ [file]: schema }, { [file]: looser })[0]).toContain(file)
  expect(brokenPromises({ [file]: schema }, {})).toEqual([
    `${file} is gone: keep a type as long as a program may send or read it`,
  ])
  expect(brokenPromises({ [file]: { ...schema, 'x-draft': true } }, {})).toEqual([])
})
