import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Alarms, Ring } from '../alarms/alarms.ts'

/** A scheduler, and what must be ended with it. */
export interface Clockwork {
  alarms: Alarms
  close(): Promise<void>
}

const soon = { timeout: 30_000, interval: 10 }

/** What every way of setting alarms promises. `make` gets what a ring starts. */
export function alarmsContract(name: string, make: (ring: Ring) => Promise<Clockwork>): void {
  describe(name, () => {
    const rang: { name: string; at: number }[] = []
    const failing = new Map<string, number>()
    const made: { clockwork?: Clockwork } = {}
    const alarms = () => made.clockwork?.alarms ?? fail()
    const inMs = (ms: number) => new Date(Date.now() + ms)
    const rings = (of: string) => rang.filter(({ name }) => name === of)
    let number = 0
    const newName = () => `contract-${++number}.a:B_c`

    beforeAll(async () => {
      made.clockwork = await make(async of => {
        rang.push({ name: of, at: Date.now() })
        const left = failing.get(of) ?? 0
        failing.set(of, left - 1)
        if (left > 0) throw new Error('not now')
      })
    }, 600_000)
    afterAll(() => made.clockwork?.close())

    /** Whatever was to ring by now has rung: a later one has. */
    async function aLaterOneRang(): Promise<void> {
      const later = newName()
      await alarms().set(later, inMs(1_500))
      await expect.poll(() => rings(later).length, soon).toBe(1)
    }

    test('it rings once, at its moment and not before', async () => {
      const [of, at] = [newName(), inMs(700)]
      await alarms().set(of, at)
      await aLaterOneRang()
      expect(rings(of)).toHaveLength(1)
      const lateMs = (rings(of)[0]?.at ?? 0) - at.getTime()
      expect(lateMs).toBeGreaterThanOrEqual(0)
      expect(lateMs).toBeLessThan(1_000)
    })

    test('a moment that is past rings at once', async () => {
      const of = newName()
      await alarms().set(of, new Date('2020-01-01T00:00:00.000Z'))
      await expect.poll(() => rings(of).length, soon).toBe(1)
    })

    test('set again, it rings at the later call’s moment only', async () => {
      const of = newName()
      await alarms().set(of, inMs(300))
      const at = inMs(1_000)
      await alarms().set(of, at)
      await aLaterOneRang()
      expect(rings(of)).toHaveLength(1)
      expect(rings(of)[0]?.at).toBeGreaterThanOrEqual(at.getTime())
    })

    test('what is cancelled does not ring, and cancelling what is not there is as good', async () => {
      const of = newName()
      await alarms().set(of, inMs(500))
      await alarms().cancel(of)
      await alarms().cancel(of)
      await aLaterOneRang()
      expect(rings(of)).toEqual([])
    })

    test('while what it starts fails, it rings again', async () => {
      const of = newName()
      failing.set(of, 2)
      await alarms().set(of, inMs(100))
      await expect.poll(() => rings(of).length, soon).toBe(3)
      await aLaterOneRang()
      expect(rings(of)).toHaveLength(3)
    })

    test('what rings may set itself again', async () => {
      const of = newName()
      await alarms().set(of, inMs(100))
      await expect.poll(() => rings(of).length, soon).toBe(1)
      await alarms().set(of, inMs(100))
      await expect.poll(() => rings(of).length, soon).toBe(2)
    })

    test('a name that some scheduler would swallow is refused', async () => {
      for (const of of ['100%', 'a/b', '', 'ü']) await expect(alarms().set(of, inMs(0))).rejects.toThrow(RangeError)
    })

    test('hundreds ring, each once and none early', async () => {
      const set = Array.from({ length: 300 }, (_, i) => ({ of: newName(), at: inMs(500 + i * 5) }))
      await Promise.all(set.map(({ of, at }) => alarms().set(of, at)))
      await expect.poll(() => set.filter(({ of }) => rings(of).length).length, soon).toBe(300)
      expect(set.filter(({ of, at }) => rings(of).length !== 1 || (rings(of)[0]?.at ?? 0) < at.getTime())).toEqual([])
    })
  })
}

const fail = (): never => {
  throw new Error('The clockwork was not made.')
}
