import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Due } from '../due.ts'
import { naive } from '../testing/naive-recurrence.ts'
import { type Triple, triples } from '../testing/random-rules.ts'
import { addDays } from '../zone.ts'
import { occurrences } from './occurrences.ts'
import type { Rule } from './rule.ts'
import { ruleOf, ruleText } from './rule-text.ts'
import { nextOccurrence, type Series } from './series.ts'

const DAYS = 5 * 366
const LIMIT = 12
const patience = 120_000 // A busy machine must not fail the test.

/** Each process zone has its own seed, so that a whole run compares the same 10,000 triples every time. */
const seeds: Record<string, number> = { UTC: 1, 'America/New_York': 2, 'Asia/Karachi': 3, 'Australia/Lord_Howe': 4 }
const seed = seeds[process.env.TZ ?? ''] ?? 5

test(
  '2,500 fixed triples of rule, start and zone have the occurrences that the naive enumerator finds',
  () => {
    fc.assert(fc.property(triples, isAsNaive), { seed, numRuns: 2_500 })
  },
  patience,
)

test(
  'the same 100 triples in every process zone have the occurrences that the naive enumerator finds',
  () => {
    fc.assert(fc.property(triples, isAsNaive), { seed: 2026, numRuns: 100 })
  },
  patience,
)

test(
  '300 new triples have the occurrences that the naive enumerator finds (a failure prints its seed)',
  () => {
    fc.assert(fc.property(triples, isAsNaive), { numRuns: 300 })
  },
  patience,
)

test(
  'the next occurrence, asked for again and again, goes through all occurrences of 400 fixed and 100 new triples',
  () => {
    fc.assert(fc.property(triples, isWalked), { seed, numRuns: 400 })
    fc.assert(fc.property(triples, isWalked), { numRuns: 100 })
  },
  patience,
)

function isAsNaive({ rule: text, start }: Triple): void {
  const rule = ruleOf(ruleText(text))
  const found = listed(rule, start)
  expect(found).toEqual(naive(rule, start, DAYS, LIMIT))

  const instants = found.map(line => Number(line.split(' ')[2]))
  expect(instants).toEqual([...new Set(instants)].sort((a, b) => a - b))
  expect(found.every(line => line >= start.date)).toBe(true)
  if (rule.count) expect(found.length).toBeLessThanOrEqual(rule.count)
}

function listed(rule: Rule, start: Due): string[] {
  const last = addDays(start.date, DAYS)
  const found: string[] = []
  for (const { date, time, at } of occurrences(rule, start)) {
    if (date > last || found.length === LIMIT) break
    found.push(`${date} ${time ?? '-'} ${at.getTime()}`)
  }
  return found
}

/** Each task is done in time, so the series must have exactly the occurrences of its rule. */
function isWalked({ rule: text, start }: Triple): void {
  const rule = ruleOf(ruleText(text))
  const found = listed(rule, start)
  const begin = `${start.date} ${start.time ?? '-'}`
  const fits = found[0]?.startsWith(begin)
  let series: Series = { rule: ruleText(text), from: 'due', start, occurrence: 1, due: start }
  for (const line of fits ? found.slice(1) : found) {
    const next = nextOccurrence(series, { at: new Date(0) })
    if (!('due' in next)) throw new Error(`ended before ${line}`)
    expect(line.startsWith(`${next.due.date} ${next.due.time ?? '-'}`)).toBe(true)
    expect(next).toMatchObject({ occurrence: series.occurrence + 1, missed: 0 })
    series = { ...series, due: next.due, occurrence: next.occurrence }
  }
}
