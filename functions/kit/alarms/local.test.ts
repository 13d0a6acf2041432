import { expect, test, vi } from 'vitest'
import { alarmsContract } from '../testing/alarms-contract.ts'
import { localAlarms } from './local.ts'

alarmsContract('alarms by timers of this process', async ring => {
  const alarms = localAlarms({ ring, pauseMs: 20 })
  return { alarms, close: async () => alarms.close() }
})

test('an alarm that is months away does not ring early, although no timer can wait that long', async () => {
  vi.useFakeTimers({ now: new Date('2026-01-01T00:00:00.000Z') })
  try {
    const rang: string[] = []
    const alarms = localAlarms({ ring: async () => void rang.push(new Date().toISOString()) })
    await alarms.set('far', new Date('2026-03-01T00:00:00.000Z'))
    await vi.advanceTimersByTimeAsync(58 * 86_400_000)
    expect(rang).toEqual([])
    await vi.advanceTimersByTimeAsync(86_400_000)
    expect(rang).toEqual(['2026-03-01T00:00:00.000Z'])
  } finally {
    vi.useRealTimers()
  }
})

test('an alarm that came due while the computer slept rings within half a minute', async () => {
  vi.useFakeTimers({ now: new Date('2026-01-01T00:00:00.000Z') })
  try {
    const rang: string[] = []
    const alarms = localAlarms({ ring: async name => void rang.push(name) })
    await alarms.set('soon', new Date('2026-01-01T08:00:00.000Z'))
    // During sleep the wall clock goes on and timers stand still.
    vi.setSystemTime(new Date('2026-01-01T09:00:00.000Z'))
    await vi.advanceTimersByTimeAsync(30_000)
    expect(rang).toEqual(['soon'])
  } finally {
    vi.useRealTimers()
  }
})
