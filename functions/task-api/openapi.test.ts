import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { taskApiDocument } from './openapi.ts'

test('schemas/openapi.json is what the routes check: when this fails, run npm run schemas', async () => {
  const file = await readFile(new URL('../../schemas/openapi.json', import.meta.url), 'utf8')
  expect(JSON.parse(file)).toEqual(JSON.parse(JSON.stringify(taskApiDocument())))
})
