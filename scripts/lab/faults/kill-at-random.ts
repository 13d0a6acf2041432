import { setTimeout as pause } from 'node:timers/promises'
import type { Victim } from './victim.ts'

export interface Rounds {
  rounds: number
  /** A number from 0 to 1. */
  random: () => number
  report?: ((round: number) => void) | undefined
}

/** Kills one process after the other. Before each kill at least one more write was answered. */
export async function killAtRandom(
  processes: Victim[],
  answered: readonly string[],
  { rounds, random, report }: Rounds,
): Promise<void> {
  for (let round = 1; round <= rounds; round++) {
    for (const before = answered.length; answered.length === before; ) await pause(2)
    await pause(random() * 60)
    // Mostly a process that serves; sometimes one that is starting and sweeps.
    const candidates = processes.filter(({ isReady }) => isReady || random() < 0.2)
    await candidates[Math.floor(random() * candidates.length)]?.killAndRestart()
    report?.(round)
  }
}
