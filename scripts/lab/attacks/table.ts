import type { Tally } from './tally.ts'
import { duration, p50, p95, type Waits, worst } from './waits.ts'

/** One attack and what another person had of it. */
export interface Result {
  name: string
  tally: Tally
  idle: Waits
  during: Waits
  after: Waits
  /** The highest memory of the process before and after the attack. */
  peakMb: { before: number | undefined; after: number | undefined }
  isAlive: boolean
}

/** What another person may have of an attack at most. */
const bounds = { clickTimes: 5, healthMs: 1_000, occurrenceMs: 5_000, grownMb: 220 }

const headings = [
  'attack',
  'the attacker gets',
  "another person's click p50 / p95, idle",
  'during',
  '/health at worst',
  'next occurrence at worst, idle',
  'during',
  'after',
  'its reminder planned, during',
  'peak memory before / after',
  'verdict',
]

/** The table as markdown, with a row for each attack. */
export const tableOf = (results: readonly Result[]): string =>
  [headings, headings.map(() => '---'), ...results.map(rowOf)].map(cells => `| ${cells.join(' | ')} |`).join('\n')

function rowOf(result: Result): string[] {
  const { name, tally, idle, during, after, peakMb } = result
  const hurts = harmOf(result)
  return [
    name,
    answersOf(tally),
    clicksOf(idle),
    clicksOf(during),
    duration(worst(during.health)),
    duration(worst(idle.occurrences)),
    duration(worst(during.occurrences)),
    duration(worst(after.occurrences)),
    duration(worst(during.reminders)),
    `${megabytes(peakMb.before)} / ${megabytes(peakMb.after)}`,
    hurts.length ? `hurts: ${hurts.join(', ')}` : 'holds',
  ]
}

/** Where the attack has passed the bounds. */
export function harmOf({ idle, during, after, peakMb, isAlive }: Result): string[] {
  const times = p95(during.posts) / p95(idle.posts)
  const grown = (peakMb.after ?? 0) - (peakMb.before ?? 0)
  const occurrence = worst([...during.occurrences, ...after.occurrences])
  return [
    ...(isAlive ? [] : ['the process ended']),
    ...(times > bounds.clickTimes ? [`clicks ${times.toFixed(1)} times as long`] : []),
    ...(during.refused ? [`${during.refused} clicks failed`] : []),
    ...(worst(during.health) > bounds.healthMs ? ['/health'] : []),
    ...(occurrence > bounds.occurrenceMs ? ['next occurrence'] : []),
    ...(grown > bounds.grownMb ? [`memory grew by ${grown.toFixed(0)} MB`] : []),
  ]
}

const clicksOf = ({ posts }: Waits) => `${duration(p50(posts))} / ${duration(p95(posts))}`
const megabytes = (value: number | undefined) => (value === undefined ? '?' : `${value.toFixed(0)} MB`)

function answersOf({ counts, bytes, largest }: Tally): string {
  const each = [...counts].map(([outcome, times]) => `${times} × ${outcome}`)
  const size = bytes ? [`${kilobytes(bytes)} in all, ${kilobytes(largest)} at most`] : []
  return [...each, ...size].join(', ')
}

const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(bytes < 10_240 ? 1 : 0)} kB`
