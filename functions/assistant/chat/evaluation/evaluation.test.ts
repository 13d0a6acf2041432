import { expect, test } from 'vitest'
import { chatSystem } from '../testing/chat.ts'
import { evaluate, faultLines, saidAt, tableOf, type Verdict } from '../testing/evaluate.ts'
import { readCases } from '../testing/read-cases.ts'

const files = [
  ['en', 'en', 120],
  ['ur', 'ur', 110],
  ['roman-urdu', 'ur', 70],
] as const

/** `CASES=<folder>`: other cases than those of this folder, as many as there are. `SHOW=1` prints the table and the faults. */
const { CASES: folder, SHOW: shows } = process.env

for (const [name, locale, least] of files)
  test(`without a model the rules understand at least 92 of 100 messages of ${name}, and delete nothing that nobody named`, async () => {
    const system = await chatSystem()
    system.clock.now = saidAt
    const world = readCases(name, folder)
    expect(world.cases.length).toBeGreaterThanOrEqual(folder ? 1 : least)
    const verdicts: Verdict[] = []
    for (const one of world.cases) verdicts.push(await evaluate(system, world, one, locale))
    if (shows) process.stdout.write([`\n${name}`, ...tableOf(verdicts), ...verdicts.flatMap(faultLines), ''].join('\n'))
    const share = (is: (one: Verdict) => boolean) => verdicts.filter(is).length / verdicts.length
    expect(verdicts.filter(({ destructive }) => destructive)).toEqual([])
    expect(share(({ needless }) => needless)).toBeLessThanOrEqual(0.03)
    expect(share(({ right }) => right)).toBeGreaterThanOrEqual(0.92)
  }, 300_000)
