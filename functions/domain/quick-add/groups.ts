import type { ClockTime, DateMeaning, Found, LeadMeaning, Meaning } from './meaning.ts'

export type Of<K extends Meaning['kind']> = Found<Extract<Meaning, { kind: K }>>

/** The end or the start of a repetition, or a time to remind: a word such as "until" with the date or time after it. */
export interface Bound {
  start: number
  end: number
  lead: LeadMeaning['lead']
  date?: DateMeaning
  time?: ClockTime
}

/** All findings, sorted by their kind. */
export interface Groups {
  dates: Of<'date'>[]
  times: Of<'time'>[]
  soons: Of<'soon'>[]
  repeats: Of<'repeat'>[]
  ends: Of<'end'>[]
  reminders: Of<'reminder'>[]
  asked: Of<'asked'>[]
  tags: Of<'tag'>[]
  priorities: Of<'priority'>[]
  bounds: Bound[]
  /** Whether only an "and" stands between them. */
  joined: (a: Found, b: Found) => boolean
}

/** Whether only other findings stand before it. "Ask Bilal to remind me to …" is another task. */
function beginsTask(all: readonly Found[], asked: Found, text: string): boolean {
  let [before, from] = ['', 0]
  for (const { start, end, meaning } of all) {
    if (start > asked.start) break
    before += text.slice(from, meaning.kind === 'text' ? end : start)
    from = end
  }
  return /^[\s,،:]*(?:(?:مجھے|mujhe|mujhay)\s*)?$/i.test(before)
}

/** "Remind me tomorrow at 5pm to" means "remind me to". The "to" becomes part of the finding before it. */
function askedWithin(all: readonly Found[], text: string): readonly Found[] {
  const at = all.findIndex(({ meaning }) => meaning.kind === 'lead' && meaning.lead === 'remind')
  const lead = all[at]
  if (!lead || !beginsTask(all, lead, text)) return all
  let last = at
  for (let next = all[last + 1]; next && timely.has(next.meaning.kind); next = all[last + 1]) {
    if (!/^[\s,]*$/.test(text.slice(all[last]?.end, next.start))) break
    last++
  }
  const to = /^\s+to(?=\s)/i.exec(text.slice(all[last]?.end))
  if (last === at || !to) return all
  return all.map((found, n) => {
    if (n === at) return { ...found, meaning: { kind: 'asked' } }
    return n === last ? { ...found, end: found.end + to[0].length } : found
  })
}

const timely = new Set<Meaning['kind']>(['date', 'time', 'repeat', 'soon', 'lead'])
const isOf = <K extends Meaning['kind']>(found: Found, kind: K): found is Of<K> => found.meaning.kind === kind

export function group(found: readonly Found[], text: string): Groups {
  const all = askedWithin(found, text)
  const near = (a: Found | undefined, b: Found | undefined) =>
    a !== undefined && b !== undefined && b.start - a.end < 12 && /^[\s,،]*$/.test(text.slice(a.end, b.start))
  const bounds: Bound[] = []
  const free: Found[] = []
  for (let at = 0; at < all.length; at++) {
    const found = all[at] as Found
    if (!isOf(found, 'lead')) {
      free.push(found)
      continue
    }
    const bound: Bound = { start: found.start, end: found.end, lead: found.meaning.lead }
    for (let next = all[at + 1]; next && near(all[at], next); next = all[at + 1]) {
      if (isOf(next, 'date') && !bound.date) bound.date = next.meaning
      else if (isOf(next, 'time') && found.meaning.lead === 'remind' && !bound.time) bound.time = next.meaning.time
      else break
      bound.end = next.end
      at++
    }
    if (bound.date || bound.time) bounds.push(bound)
  }
  // A shy word counts only beside another date, time or repetition.
  const kept = free.filter((found, at) => {
    if (!('shy' in found.meaning && found.meaning.shy)) return true
    const company = (other: Found | undefined) => other !== undefined && timely.has(other.meaning.kind)
    const [before, after] = [free[at - 1], free[at + 1]]
    return (near(before, found) && company(before)) || (near(found, after) && company(after))
  })
  const of = <K extends Meaning['kind']>(kind: K) => kept.filter(found => isOf(found, kind)) as Of<K>[]
  return {
    dates: of('date'),
    times: of('time'),
    soons: of('soon'),
    repeats: of('repeat'),
    ends: of('end'),
    reminders: of('reminder'),
    asked: of('asked').filter(asked => beginsTask(all, asked, text)),
    tags: of('tag'),
    priorities: of('priority'),
    bounds,
    joined: (a, b) => b.start - a.end < 12 && /^\s*(?:,|،|&|and|aur|اور)\s*$/i.test(text.slice(a.end, b.start)),
  }
}
