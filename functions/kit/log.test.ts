import { expect, test } from 'vitest'
import { createLog } from './log.ts'
import { currentTrace, inSpan } from './telemetry/span.ts'

function logged(options: { share?: number } = {}) {
  const lines: Record<string, unknown>[] = []
  const log = createLog('task-api', 'info', { ...options, write: line => void lines.push(JSON.parse(line)) })
  return { lines, log }
}

test('a line names its severity, its function, its time and the trace of its request', async () => {
  const { lines, log } = logged()
  await inSpan({ name: 'door', from: undefined }, () => {
    log.warn({ outcome: 429 })
    expect(lines).toEqual([
      {
        severity: 'WARN',
        time: expect.any(String),
        function: 'task-api',
        trace: currentTrace()?.traceId,
        outcome: 429,
      },
    ])
  })
  expect(Date.parse(String(lines[0]?.time))).toBeGreaterThan(0)
})

test('of the lines about success the share is written; warnings and lines without a trace always are', async () => {
  const { lines, log } = logged({ share: 0.25 })
  for (let i = 0; i < 1_000; i++)
    await inSpan({ name: 'door', from: undefined }, () => {
      log.info({ outcome: 200 })
      log.warn({ outcome: 400 })
    })
  log.info({ outcome: 'listening' })
  const by = Map.groupBy(lines, ({ outcome }) => outcome)
  expect(by.get(400)).toHaveLength(1_000)
  expect(by.get('listening')).toHaveLength(1)
  expect(by.get(200)?.length).toBeGreaterThan(150)
  expect(by.get(200)?.length).toBeLessThan(350)
})

test('the lines of a trace are written in every function or in none', async () => {
  const [one, other] = [logged({ share: 0.5 }), logged({ share: 0.5 })]
  for (let i = 0; i < 100; i++)
    await inSpan({ name: 'door', from: undefined }, () => {
      one.log.info({ i })
      other.log.info({ i })
    })
  expect(one.lines.length).toBeGreaterThan(0)
  expect(one.lines.map(({ trace }) => trace)).toEqual(other.lines.map(({ trace }) => trace))
})
