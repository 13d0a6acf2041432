import { resolve } from './clock.ts'
import type { Groups, Of } from './groups.ts'
import type { Chosen, ClockTime, Found } from './meaning.ts'

export interface Clock {
  time: ClockTime
  chosen: Chosen[]
  /** "at 8am and 8pm": the times of day of a repetition that has several, the first among them. */
  times: string[]
}

const timeSpan = (start: number, end: number): Chosen => ({ start, end, kind: 'time' })

/** The hour that was said, nearest to the date, and the first of several joined by "and"; a part of the day tells which half of the clock it means. */
export function clockOf(groups: Groups, beside: readonly Found[], said: ClockTime | undefined): Clock | undefined {
  const distance = ({ start, end }: Found) =>
    Math.min(...beside.map(other => Math.max(other.start - end, start - other.end, 0)), Number.POSITIVE_INFINITY)
  const hours = groups.times.filter(({ meaning }) => meaning.time.hour !== undefined)
  const part = groups.times.find(({ meaning }) => meaning.time.hour === undefined)
  const [nearest] = beside.length ? hours.toSorted((a, b) => distance(a) - distance(b)) : hours
  const hour = nearest && (runWith(groups, nearest.start)[0] ?? nearest)
  const vague = part?.meaning.time.part ?? said?.part
  if (hour) {
    const time = hour.meaning.time.part || !vague ? hour.meaning.time : { ...hour.meaning.time, part: vague }
    const parts = part ? [timeSpan(part.start, part.end)] : []
    return { time, chosen: [timeSpan(hour.start, hour.end), ...parts], times: [resolve(time).time] }
  }
  if (said?.hour !== undefined) return { time: said, chosen: [], times: [resolve(said).time] }
  const time = part?.meaning.time ?? said
  return time && { time, chosen: part ? [timeSpan(part.start, part.end)] : [], times: [resolve(time).time] }
}

/** The same with every time that an "and" joins to it, if a rule can say them: they must differ by hours alone. */
export function clocksOf(groups: Groups, beside: readonly Found[], said: ClockTime | undefined): Clock | undefined {
  const clock = clockOf(groups, beside, said)
  const [chosen] = clock?.chosen ?? []
  const run = chosen ? runWith(groups, chosen.start) : []
  const [first, last] = [run[0], run.at(-1)]
  if (!clock || !first || !last || run.length < 2) return clock
  const times = [...new Set(run.map(({ meaning }) => resolve(meaning.time).time))].sort()
  if (new Set(times.map(time => time.slice(3))).size > 1) return clock
  const others = clock.chosen.filter(({ start }) => start < first.start || start >= last.end)
  return { time: first.meaning.time, chosen: [timeSpan(first.start, last.end), ...others], times }
}

function runWith(groups: Groups, start: number): Of<'time'>[] {
  let run: Of<'time'>[] = []
  for (const time of groups.times) {
    const previous = run.at(-1)
    if (previous && groups.joined(previous, time)) run.push(time)
    else if (run.some(found => found.start === start)) break
    else run = [time]
  }
  return run.some(found => found.start === start) ? run : []
}
