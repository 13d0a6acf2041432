import * as chrono from 'chrono-node'
import { parseQuickAdd } from '../../../functions/domain/quick-add/parse.ts'
import { long } from '../../../functions/domain/testing/quick-add-long.ts'
import { sentences, typedAt } from '../../../functions/domain/testing/quick-add-sentences.ts'

const ROUNDS = 20

/** The time to parse one line, over all test sentences; chrono-node with the English ones is the reference. */
export async function bench(): Promise<void> {
  const parse = (text: string) => parseQuickAdd({ text, locale: 'en', ...typedAt })
  const english = sentences('en').map(({ text }) => text)
  const started = performance.now()
  parse('Call mum tomorrow')
  console.log(`quick add, first line of a process: ${(performance.now() - started).toFixed(1)} ms`)
  const all = (['en', 'ur', 'roman-urdu'] as const).flatMap(language => sentences(language).map(({ text }) => text))
  report(`quick add, ${all.length} sentences in three languages`, costs(all, parse))
  report(`quick add, ${english.length} English sentences`, costs(english, parse))
  const worst = long
    .map(([name, text]) => ({ name, ms: cheapest(text, parse) }))
    .reduce((a, b) => (a.ms > b.ms ? a : b))
  console.log(
    `quick add, worst of ${long.length} long texts: ${worst.name}, ${worst.ms.toFixed(1)} ms (target: under 50 ms)`,
  )
  report(
    `chrono-node, the same English sentences, dates alone`,
    costs(english, text => chrono.parse(text, typedAt.now, { forwardDate: true })),
  )
}

/** The fastest of five runs, because the machine has other load. */
function cheapest(text: string, read: (text: string) => unknown): number {
  const runs = Array.from({ length: 5 }, () => {
    const start = performance.now()
    read(text)
    return performance.now() - start
  })
  return Math.min(...runs)
}

function costs(texts: readonly string[], read: (text: string) => unknown): number[] {
  for (const text of texts) read(text)
  return Array.from({ length: ROUNDS }, () => texts)
    .flat()
    .map(text => {
      const start = performance.now()
      read(text)
      return performance.now() - start
    })
    .sort((a, b) => a - b)
}

function report(what: string, sorted: readonly number[]): void {
  const at = (share: number) => `${(sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(3)} ms`
  console.log(`${what}: p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}`)
}
