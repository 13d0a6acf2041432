import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Alarms, Ring } from '../alarms/alarms.ts'

/** A scheduler, and how to close it. */
interface Scheduler {
  alarms: Alarms
  close(): Promise<void>
}

const soon = { timeout: 30_000, interval: 10 }

/** The contract of every implementation of alarms. */
export function alarmsContract(name: string, make: (ring: Ring) => Promise<Scheduler>): void {
  describe(name, () => {
    const rang: { name: string; at: number }[] = []
    const failing = new Map<string, number>()
    const opened: { scheduler?: Scheduler } = {}
    const alarms = () => opened.scheduler?.alarms ?? fail()
    const inMs = (ms: number) => new Date(Date.now() + ms)
    const rings = (of: string) => rang.filter(({ name }) => name === of)
    let number = 0
    const newName = () => `contract-${++number}.a:B_c`

    beforeAll(async () => {
      opened.scheduler = await make(async of => {
        rang.push({ name: of, at: Date.now() })
        const left = failing.get(of) ?? 0
        failing.set(of, left - 1)
        if (left > 0) throw new Error('not now')
      })
    }, 600_000)
    afterAll(() => opened.scheduler?.close())

    /** Waits until a later alarm has rung: then every earlier one has too. */
    async function aLaterOneRang(): Promise<void> {
      const later = newName()
      await alarms().set(later, inMs(1_500))
      await expect.poll(() => rings(later).length, soon).toBe(1)
    }

    test('an alarm rings once, at its time and not before', async () => {
      const [of, at] = [newName(), inMs(700)]
      await alarms().set(of, at)
      await aLaterOneRang()
      expect(rings(of)).toHaveLength(1)
      const lateMs = (rings(of)[0]?.at ?? 0) - at.getTime()
      expect(lateMs).toBeGreaterThanOrEqual(0)
      expect(lateMs).toBeLessThan(1_000)
    })

    test('an alarm for a past time rings at once', async () => {
      const of = newName()
      await alarms().set(of, new Date('2020-01-01T00:00:00.000Z'))
      await expect.poll(() => rings(of).length, soon).toBe(1)
    })

    test('setting an alarm again replaces its time', async () => {
      const of = newName()
      await alarms().set(of, inMs(300))
      const at = inMs(1_000)
      await alarms().set(of, at)
      await aLaterOneRang()
      expect(rings(of)).toHaveLength(1)
      expect(rings(of)[0]?.at).toBeGreaterThanOrEqual(at.getTime())
    })

    test('a cancelled alarm does not ring, and cancelling an unknown one is no error', async () => {
      const of = newName()
      await alarms().set(of, inMs(500))
      await alarms().cancel(of)
      await alarms().cancel(of)
      await aLaterOneRang()
      expect(rings(of)).toEqual([])
    })

    test('an alarm rings again until its ring succeeds', async () => {
      const of = newName()
      failing.set(of, 2)
      await alarms().set(of, inMs(100))
      await expect.poll(() => rings(of).length, soon).toBe(3)
      await aLaterOneRang()
      expect(rings(of)).toHaveLength(3)
    })

    test('an alarm that has rung can be set again', async () => {
      const of = newName()
      await alarms().set(of, inMs(100))
      await expect.poll(() => rings(of).length, soon).toBe(1)
      await alarms().set(of, inMs(100))
      await expect.poll(() => rings(of).length, soon).toBe(2)
    })

    test('a name that some scheduler would silently ignore is refused', async () => {
      for (const of of ['100%', 'a/b', '', 'ü']) await expect(alarms().set(of, inMs(0))).rejects.toThrow(RangeError)
    })

    test('of hundreds of alarms each rings once and none early', async () => {
      const set = Array.from({ length: 300 }, (_, i) => ({ of: newName(), at: inMs(500 + i * 5) }))
      await Promise.all(set.map(({ of, at }) => alarms().set(of, at)))
      await expect.poll(() => set.filter(({ of }) => rings(of).length).length, soon).toBe(300)
      expect(set.filter(({ of, at }) => rings(of).length !== 1 || (rings(of)[0]?.at ?? 0) < at.getTime())).toEqual([])
    })
  })
}

const fail = (): never => {
  throw new Error('The scheduler did not start: the error above says why.')
}
