import { readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test, vi } from 'vitest'
import { freePort, run } from '../laptop/testing/zerodue.ts'

const functions = fileURLToPath(new URL('../../', import.meta.url))
const names = readdirSync(functions, { withFileTypes: true })
  .filter(entry => entry.isDirectory() && !['shared', 'e2e'].includes(entry.name))
  .map(({ name }) => name)

const bare = { DATABASE_URL: '', AUTH_SECRET: '', JWKS_URL: '', EVENTS: '', EVENTS_SECRET: '' }
const bus = { EVENTS: 'kafka', KAFKA_BROKERS: '127.0.0.1:1', EVENTS_SECRET: 'x'.repeat(32) }

test.each(names)('%s as a process of its own says in one line which settings it lacks', async name => {
  const { code, out, err } = await run(`functions/${name}/main.ts`, [], bare).ended
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toMatch(new RegExp(`^${name}: [^\\n]+\\n$`))
})

test('a function answers although broker and database are away, and ends at SIGTERM', async () => {
  const PORT = await freePort()
  const { child, ended } = run('functions/recurrence-handler/main.ts', [], { ...bus, PORT })
  const health = () => fetch(`http://127.0.0.1:${PORT}/health`).then(answer => answer.status)
  await vi.waitFor(async () => expect(await health()).toBe(200), { timeout: 20_000, interval: 50 })
  child.kill('SIGTERM')
  expect((await ended).code).toBe(0)
})

test('every function can be run by its main.ts', () => {
  expect(names.length).toBeGreaterThan(2)
  for (const name of names) expect(readdirSync(path.join(functions, name))).toContain('main.ts')
})
