import { setTimeout as pause } from 'node:timers/promises'
import type { Person } from './people.ts'
import type { Target } from './tally.ts'

export interface Stage extends Target {
  attacker: Person
  victim: Person
  /** The broker, where events go over Kafka. */
  brokers: string | undefined
  /** A share of a number, for a smaller attack. */
  scaled(amount: number): number
}

export interface Attack {
  name: string
  /** Needs a Kafka. */
  overKafka?: true
  /** Prepares what must not be measured, such as accounts, and returns the attack. */
  prepare(stage: Stage): Promise<() => Promise<void>>
}

/** An attack that goes on until so much time has passed, so that another person clicks meanwhile. */
const lastsMs = 4_000

/** Repeats a short attack. */
export async function inWaves(wave: () => Promise<unknown>, over: AbortSignal): Promise<void> {
  const began = performance.now()
  do await wave()
  while (performance.now() - began < lastsMs && !over.aborted)
}

/** Runs the same request many times at once. */
export const atOnce = (amount: number, request: (i: number) => Promise<unknown>) =>
  Promise.all(Array.from({ length: amount }, (_, i) => request(i)))

/** Sends again what is refused because too much runs, as a patient client does. */
export async function untilAccepted(request: () => Promise<number>, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    const status = await request()
    if (status !== 429 && status !== 503) return
    await pause(500)
  }
}
