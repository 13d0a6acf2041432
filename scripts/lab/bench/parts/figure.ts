/** The middle of what several rounds measured: one that another program disturbed does not count. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return Number.isInteger(middle) ? (at(sorted, middle - 1) + at(sorted, middle)) / 2 : at(sorted, Math.floor(middle))
}

/** The value that so large a share does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return at(sorted, Math.max(0, Math.ceil(sorted.length * share) - 1))
}

const at = (values: readonly number[], index: number): number => values[index] ?? Number.NaN

/** One line a figure: what was reached, what is wanted, and whether that is reached. It only tells, and never fails. */
export function figure(what: string, reached: string, wanted: string, good: boolean): void {
  console.log(`  ${good ? '✓' : '✗'} ${what}: ${reached} (wanted: ${wanted})`)
}

export const note = (text: string): void => console.log(`    ${text}`)

export const count = (value: number): string => Math.round(value).toLocaleString('en')

export interface Rounds {
  [side: string]: number[]
}

/** Measures every side once a round, in turn, so that what slows this machine meanwhile slows all of them. */
export async function inTurn(rounds: number, sides: Record<string, () => Promise<number>>): Promise<Rounds> {
  const measured: Rounds = Object.fromEntries(Object.keys(sides).map(side => [side, []]))
  for (let round = 0; round < rounds; round++)
    for (const [side, measure] of Object.entries(sides)) measured[side]?.push(await measure())
  return measured
}

/** Of each round the share that one side reached of the other. */
export const shares = (ones: readonly number[] = [], others: readonly number[] = []): number[] =>
  ones.map((one, i) => one / (others[i] ?? Number.NaN))
