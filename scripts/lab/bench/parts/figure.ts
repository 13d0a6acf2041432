/** The median of several rounds: one disturbed round does not change it much. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return Number.isInteger(middle) ? (at(sorted, middle - 1) + at(sorted, middle)) / 2 : at(sorted, Math.floor(middle))
}

/** The value that this share of all values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return at(sorted, Math.max(0, Math.ceil(sorted.length * share) - 1))
}

const at = (values: readonly number[], index: number): number => values[index] ?? Number.NaN

/** Prints a figure with its target and whether it is reached. It never fails the run. */
export function figure(name: string, reached: string, target: string, good: boolean): void {
  console.log(`  ${good ? '✓' : '✗'} ${name}: ${reached} (target: ${target})`)
}

export const note = (text: string): void => console.log(`    ${text}`)

export const count = (value: number): string => Math.round(value).toLocaleString('en')

export interface Rounds {
  [side: string]: number[]
}

/** Measures every side once a round, in turn, so that other load on this machine slows all of them alike. */
export async function inTurn(rounds: number, sides: Record<string, () => Promise<number>>): Promise<Rounds> {
  const measured: Rounds = Object.fromEntries(Object.keys(sides).map(side => [side, []]))
  for (let round = 0; round < rounds; round++)
    for (const [side, measure] of Object.entries(sides)) measured[side]?.push(await measure())
  return measured
}

/** The ratio of the two sides in each round. */
export const shares = (ones: readonly number[] = [], others: readonly number[] = []): number[] =>
  ones.map((one, i) => one / (others[i] ?? Number.NaN))
