import { setTimeout as pause } from 'node:timers/promises'
import { startChild } from '../bench/parts/child.ts'
import type { Attack } from './attack.ts'
import { signUp } from './people.ts'
import { startSystem } from './system.ts'
import type { Result } from './table.ts'
import { newTally } from './tally.ts'
import type { Waits } from './waits.ts'

interface Options {
  /** The checkout that is attacked. */
  checkout: string
  brokers: string | undefined
  scale: number
}

const idleMs = 4_000
/** A short attack may have long effects: another person is watched for at least this long. */
const leastMs = 4_000
const afterMs = 2_000
/** An attack that has not ended by then is broken off. */
const mostMs = 120_000

/** Attacks a system that runs for this attack alone, so that the harm of one is not taken for the harm of the next. */
export async function runAttack(attack: Attack, { checkout, brokers, scale }: Options): Promise<Result> {
  const events = brokers === undefined ? { EVENTS: 'local' } : { EVENTS: 'kafka', KAFKA_BROKERS: brokers }
  const system = await startSystem(checkout, events)
  try {
    const { address } = system
    const [attacker, victim] = [await signUp(address), await signUp(address)]
    const over = new AbortController()
    const tally = newTally()
    const scaled = (amount: number) => Math.max(1, Math.round(amount * scale))
    const stage = { address, attacker, victim, brokers, scaled, tally, over: over.signal }
    const start = await attack.prepare(stage)
    const clicks = await startChild('../../attacks/victim', { address, cookie: victim.cookie })
    const watch = async (work: () => Promise<unknown>): Promise<Waits> => {
      await clicks.ask('begin')
      await work()
      return clicks.ask('end')
    }
    try {
      // The first requests of a process are slow.
      await watch(() => pause(1_000))
      const idle = await watch(() => pause(idleMs))
      const before = system.peakMb()
      const during = await watch(async () => {
        const limit = setTimeout(() => over.abort(), mostMs)
        await Promise.all([start(), pause(leastMs)])
        clearTimeout(limit)
      })
      const after = await watch(() => pause(afterMs))
      const peakMb = { before, after: system.peakMb() }
      return { name: attack.name, tally, idle, during, after, peakMb, isAlive: system.isAlive() }
    } finally {
      await clicks.stop()
    }
  } finally {
    await system.end()
  }
}
