import { expect, test } from 'vitest'
import { type Patience, untilItHeals } from './patience.ts'

const away = () => Object.assign(new Error('away'), { code: 'ECONNREFUSED' })
const never = new AbortController().signal

/** A clock that a pause moves forward. */
function virtual(limitMs = 8_000) {
  const clock = { ms: 0 }
  const patience: Patience = {
    limitMs,
    now: () => clock.ms,
    pause: async ms => {
      clock.ms += ms
    },
  }
  return { clock, patience }
}

/** Work whose database comes back at a moment. It notes when it was tried. */
function untilBackAt(backMs: number, clock: { ms: number }) {
  const tries: number[] = []
  const work = async () => {
    tries.push(clock.ms)
    if (clock.ms < backMs) throw away()
    return 'handled'
  }
  return { tries, work }
}

test('a delivery waits for a database that is away, and goes on within a second of its return', async () => {
  for (let backMs = 0; backMs <= 7_000; backMs += 50) {
    const { clock, patience } = virtual()
    const { work } = untilBackAt(backMs, clock)
    expect(await untilItHeals(work, patience, never)).toBe('handled')
    expect(clock.ms - backMs).toBeLessThanOrEqual(1_000)
  }
})

test('a longer outage ends the wait before its limit, with the error of the last try', async () => {
  const { clock, patience } = virtual()
  const { tries, work } = untilBackAt(60_000, clock)
  await expect(untilItHeals(work, patience, never)).rejects.toThrow('away')
  expect(tries).toEqual([0, 100, 300, 700, 1_500, 2_500, 3_500, 4_500, 5_500, 6_500, 7_500])
})

test('tries that take long are not repeated beyond the limit', async () => {
  const { clock, patience } = virtual()
  const slow = async () => {
    clock.ms += 10_000
    throw away()
  }
  await expect(untilItHeals(slow, patience, never)).rejects.toThrow('away')
  expect(clock.ms).toBe(10_000)
})

test('an error that no wait heals is thrown at once', async () => {
  const { clock, patience } = virtual()
  const bug = async () => {
    throw new TypeError('a bug')
  }
  await expect(untilItHeals(bug, patience, never)).rejects.toThrow('a bug')
  expect(clock.ms).toBe(0)
})

test('the end of the process ends the wait', async () => {
  const stopping = new AbortController()
  const { clock, patience } = virtual()
  const { tries, work } = untilBackAt(60_000, clock)
  const pause = async () => {
    stopping.abort()
    stopping.signal.throwIfAborted()
  }
  await expect(untilItHeals(work, { ...patience, pause }, stopping.signal)).rejects.toThrow('away')
  expect(tries).toEqual([0])
})
