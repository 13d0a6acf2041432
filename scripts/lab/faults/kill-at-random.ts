import { setTimeout as pause } from 'node:timers/promises'
import type { Victim } from './victim.ts'

export interface Rounds {
  rounds: number
  /** From 0 to 1, the same again for the same run. */
  random: () => number
  report?: ((round: number) => void) | undefined
}

/** Kills one after the other, each only once something more was answered: otherwise nothing would be tried. */
export async function killAtRandom(
  everybody: Victim[],
  answered: readonly string[],
  { rounds, random, report }: Rounds,
): Promise<void> {
  for (let round = 1; round <= rounds; round++) {
    for (const before = answered.length; answered.length === before; ) await pause(2)
    await pause(random() * 60)
    // Mostly one that is at work; sometimes one that is starting and sweeps.
    const candidates = everybody.filter(({ isReady }) => isReady || random() < 0.2)
    await candidates[Math.floor(random() * candidates.length)]?.killAndRestart()
    report?.(round)
  }
}
