import type { Alarms, Ring } from '../../kit/alarms/alarms.ts'

/** Alarms with the clock of a test, which jumps from one alarm to the next and waits for the work of each. */
export function handAlarms(start: string) {
  const clock = { now: new Date(start) }
  const set = new Map<string, Date>()
  const bell: { ring?: Ring } = {}
  const alarms: Alarms = {
    outlive: true,
    set: async (name, at) => void set.set(name, at),
    cancel: async name => void set.delete(name),
    close() {},
  }
  /** What a test does while a ring waits for its moment. Then the clock jumps to that moment. */
  const waiting: { during?: (at: Date) => Promise<unknown> } = {}
  async function waitUntil(at: Date): Promise<void> {
    await waiting.during?.(at)
    clock.now = new Date(Math.max(clock.now.getTime(), at.getTime()))
  }
  const first = () => [...set].sort(([, a], [, b]) => a.getTime() - b.getTime())[0]

  async function until(end: string | Date): Promise<void> {
    for (let next = first(); next && next[1] <= new Date(end); next = first()) {
      const [name, at] = next
      set.delete(name)
      clock.now = new Date(Math.max(clock.now.getTime(), at.getTime()))
      await bell.ring?.(name)
    }
    clock.now = new Date(end)
  }
  return { alarms, clock, set, bell, waiting, waitUntil, until, next: () => first()?.[1].toISOString() }
}
