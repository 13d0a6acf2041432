import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { auditSinkRoutes } from '../../functions/audit-sink/openapi.ts'
import { taskApiRoutes } from '../../functions/task-api/openapi.ts'
import { openApiOfAll } from './openapi.ts'

test('schemas/openapi.json is what the routes check: when this fails, run npm run schemas', async () => {
  const file = await readFile(new URL('../../schemas/openapi.json', import.meta.url), 'utf8')
  expect(JSON.parse(file)).toEqual(JSON.parse(JSON.stringify(openApiOfAll())))
})

test('no two functions answer at the same address, but for what is asked of all of them', () => {
  const paths = [taskApiRoutes(), auditSinkRoutes()].flatMap(({ operations }) =>
    operations.filter(({ tag }) => tag !== 'operation').map(({ method, path }) => `${method} ${path}`),
  )
  expect(paths).toEqual([...new Set(paths)])
})
