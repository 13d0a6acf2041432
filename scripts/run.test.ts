import { expect, test, vi } from 'vitest'
import { functionNames } from '../functions/kit/function-names.ts'
import { freePort, run } from '../functions/laptop/testing/zerodue.ts'

const bare = { DATABASE_URL: '', AUTH_SECRET: '', JWKS_URL: '', EVENTS: '', EVENTS_SECRET: '' }
const bus = { EVENTS: 'kafka', KAFKA_BROKERS: '127.0.0.1:1', EVENTS_SECRET: 'x'.repeat(32) }

test.each(functionNames())('%s names its missing settings in one line and ends with 1', async name => {
  const { code, out, err } = await run('scripts/run.ts', [name], bare).ended
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toMatch(new RegExp(`^${name}: [^\\n]+\\n$`))
})

test('a function answers /health while its broker is down, and ends at SIGTERM', async () => {
  const PORT = await freePort()
  const { child, ended } = run('scripts/run.ts', ['recurrence-handler'], { ...bus, PORT })
  const health = () => fetch(`http://127.0.0.1:${PORT}/health`).then(answer => answer.status)
  await vi.waitFor(async () => expect(await health()).toBe(200), { timeout: 20_000, interval: 50 })
  child.kill('SIGTERM')
  expect((await ended).code).toBe(0)
})

test('an unknown name is refused with the names of all functions', async () => {
  const { code, err } = await run('scripts/run.ts', ['nobody'], bare).ended
  expect(code).toBe(2)
  for (const name of functionNames()) expect(err).toContain(name)
})
