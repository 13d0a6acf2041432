import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { describe } from '../../functions/kit/define-function.ts'
import { loadFunctions } from '../../functions/kit/function-names.ts'
import { root } from '../../functions/kit/root.ts'
import { openApiOfAll } from './openapi.ts'

test('schemas/openapi.json follows from the routes: when this fails, run npm run schemas', async () => {
  const file = await readFile(new URL('../../schemas/openapi.json', import.meta.url), 'utf8')
  expect(JSON.parse(file)).toEqual(JSON.parse(JSON.stringify(await openApiOfAll())))
})

test('no two functions have the same route, except /health and /ready', async () => {
  const paths = (await loadFunctions())
    .map(describe)
    .flatMap(({ operations }) =>
      operations.filter(({ tag }) => tag !== 'operation').map(({ method, path }) => `${method} ${path}`),
    )
  expect(paths).toEqual([...new Set(paths)])
})

test('an independent linter finds no error and no warning in schemas/openapi.json', () => {
  const linter = path.join(root, 'node_modules/@redocly/cli/bin/cli.js')
  const file = path.join(root, 'schemas/openapi.json')
  // With `recommended-strict` warnings fail too. Telemetry is off.
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [linter, 'lint', '--extends=recommended-strict', '--format=stylish', file],
    { env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }, encoding: 'utf8' },
  )
  expect(status, stdout + stderr).toBe(0)
})
