import { styleText } from 'node:util'
import fc from 'fast-check'
import rrule from 'rrule'
import * as v from 'valibot'
import { RepeatRule } from '../../../functions/domain/recurrence/repeat-rule.ts'
import { ruleText } from '../../../functions/domain/recurrence/rule-text.ts'
import { nextOccurrence } from '../../../functions/domain/recurrence/series.ts'
import { type Triple, triples } from '../../../functions/domain/testing/random-rules.ts'

const { RRule } = rrule
const ACCEPTED_MS = 50
const REFERENCE_MS = 2_000

/** The hardest rules that we found. Their series begin in 1900, so that the search is long. */
const upTo = (n: number): string => Array.from({ length: n }, (_, i) => i).join()
const everyDay = 'MO,TU,WE,TH,FR,SA,SU'
const hard = [
  'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO',
  'FREQ=DAILY;INTERVAL=7;BYDAY=MO',
  `FREQ=WEEKLY;BYMONTH=2;BYDAY=${everyDay};BYSETPOS=7,-7`,
  'FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO,5TU,-1FR',
  'FREQ=YEARLY;BYWEEKNO=53,-53;BYMONTH=1;BYMONTHDAY=1;BYDAY=FR',
  `FREQ=YEARLY;BYDAY=${everyDay};BYHOUR=${upTo(24)};BYMINUTE=${upTo(60)};BYSETPOS=-366,366`,
  `FREQ=DAILY;BYHOUR=${upTo(24)};BYMINUTE=${upTo(60)}`,
  'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
].map(rule => ({ rule, start: { date: '1900-01-02', time: '09:00', zone: 'America/New_York' } }))

/** The next occurrence of random rules and of the hardest ones; rrule alone on the same rules, for 2 s, is the reference. */
export async function bench(): Promise<void> {
  const all = fc.sample(triples, { seed: 2026, numRuns: 5_000 })
  const accepted = all.filter(({ rule }) => v.is(RepeatRule, rule))
  measured(accepted.slice(0, 500), next)

  const ours = measured(accepted, next)
  line(`next occurrence, ${ours.length} random rules`, ours)
  const theirs = measured(accepted, alone, REFERENCE_MS)
  line(`rrule alone, ${theirs.length} of the same rules`, theirs)

  const worst = [...accepted, ...hard].map(triple => ({
    rule: triple.rule,
    ms: Math.min(...measured(repeat(triple), next)),
  }))
  const [slowest] = worst.sort((a, b) => b.ms - a.ms)
  const verdict = slowest && slowest.ms <= ACCEPTED_MS ? styleText('green', 'ok') : styleText('red', 'too slow')
  console.log(`worst rule: ${slowest?.ms.toFixed(2)} ms of ${ACCEPTED_MS} ms ${verdict}  ${slowest?.rule.slice(0, 80)}`)
}

const repeat = (triple: Triple): Triple[] => [triple, triple, triple]

function next({ rule, start }: Triple): void {
  nextOccurrence(
    { rule: ruleText(rule), from: 'due', start, occurrence: 1, due: start },
    { at: new Date('2033-01-01T00:00:00Z') },
  )
}

/** rrule alone, with floating times and without time zones. */
function alone({ rule, start }: Triple): void {
  const dtstart = new Date(`${start.date}T${start.time ?? '00:00'}:00Z`)
  new RRule({ ...RRule.parseString(rule), dtstart }, true).after(new Date('2033-01-01T00:00:00Z'))
}

/** Milliseconds of processor time: on a shared machine the elapsed time also measures other programs. */
function measured(list: Triple[], what: (triple: Triple) => void, budgetMs = Number.POSITIVE_INFINITY): number[] {
  const began = performance.now()
  const times: number[] = []
  for (const triple of list) {
    const from = process.cpuUsage()
    what(triple)
    const { user, system } = process.cpuUsage(from)
    times.push((user + system) / 1000)
    if (performance.now() - began > budgetMs) break
  }
  return times.sort((a, b) => a - b)
}

function line(what: string, times: number[]): void {
  const at = (share: number) => (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(3)
  console.log(`${what}: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms`)
}

if (import.meta.main) await bench()
