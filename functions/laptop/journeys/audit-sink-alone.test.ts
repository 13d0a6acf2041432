import { expect, test } from 'vitest'
import { bodyOf, httpHeaders } from '../../kit/events/cloud-event.ts'
import { testDatabase } from '../../kit/testing/database.ts'
import { someEvent } from '../../kit/testing/some-event.ts'
import { freePort, run } from '../testing/zerodue.ts'

const EVENTS_SECRET = 'a-secret-for-deliveries-of-32-characters'

test('audit-sink runs in its own process, handles an event without a broker in reach, and ends on SIGTERM with code 0', async () => {
  const env = {
    PORT: await freePort(),
    DATABASE_URL: await testDatabase(),
    EVENTS: 'kafka',
    KAFKA_BROKERS: '127.0.0.1:1',
    EVENTS_SECRET,
    CURSOR_SECRET: EVENTS_SECRET,
    JWT_ISSUER: 'https://issuer.test',
    JWT_AUDIENCE: 'zerodue',
    JWKS_URL: 'https://issuer.test/jwks',
  }
  const address = `http://127.0.0.1:${env.PORT}`
  const sink = run('scripts/run.ts', ['audit-sink'], env)
  const ready = () =>
    fetch(`${address}/ready`).then(
      ({ status }) => status,
      () => 0,
    )
  await expect.poll(ready, { timeout: 20_000 }).toBe(200)

  const event = someEvent()
  const answer = await fetch(`${address}/?delivery=${EVENTS_SECRET}`, {
    method: 'POST',
    headers: httpHeaders(event),
    body: bodyOf(event),
  })
  expect(answer.status).toBe(204)

  process.kill(sink.child.pid ?? 0, 'SIGTERM')
  const { code, out } = await sink.ended
  expect(code).toBe(0)
  const [started, handled] = out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(started).toMatchObject({ function: 'audit-sink', outcome: 'listening', listeningMs: expect.any(Number) })
  expect(handled).toMatchObject({ function: 'audit-sink', event: event.id, outcome: 'handled' })
})
