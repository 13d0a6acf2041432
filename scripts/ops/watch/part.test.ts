import { expect, test } from 'vitest'
import { createLog } from '../../../functions/kit/log.ts'
import type { Figure } from './figure.ts'
import { reader } from './part.ts'

const now = new Date('2026-11-29T12:00:00Z')
const success = { name: 'zerodue.watch.success', labels: { part: 'database' }, value: now.getTime() / 1_000 }
const figure = (role: string, value: number): Figure => ({ name: 'connections', labels: { role }, value })

/** Reads a part whose sources answer these outcomes, one after the other, and returns what it recorded each time. */
async function recorded(...rounds: (Figure[] | Error)[][]): Promise<Figure[][]> {
  const all: Figure[][] = []
  const log = createLog('watch', 'silent')
  let current: (Figure[] | Error)[] = []
  const sources = (rounds[0] ?? []).map((_, i) => async () => {
    const outcome = current[i] ?? []
    if (outcome instanceof Error) throw outcome
    return outcome
  })
  const read = reader({ name: 'database', sources }, { record: one => all.at(-1)?.push(one), log, now: () => now })
  for (const round of rounds) {
    current = round
    all.push([])
    await read()
  }
  return all
}

test('a part that reads everything records its figures and the moment', async () => {
  expect(await recorded([[figure('a', 1)], [figure('b', 2)]])).toEqual([[figure('a', 1), figure('b', 2), success]])
})

test('when a source fails, the figures of the others are recorded, and no success', async () => {
  expect(await recorded([[figure('a', 1)], new Error('away')])).toEqual([[figure('a', 1)]])
})

test('a figure that has gone becomes 0, but not while a source fails', async () => {
  const rounds = await recorded(
    [[figure('a', 1), figure('b', 2)]],
    [new Error('away')],
    [[figure('a', 1)]],
    [[figure('a', 3)]],
  )
  expect(rounds.slice(1)).toEqual([
    [],
    [figure('a', 1), figure('b', 0), success],
    [figure('a', 3), figure('b', 0), success],
  ])
})
