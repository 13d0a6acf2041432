import type { Log } from '../../../functions/kit/log.ts'
import type { Figure } from './figure.ts'

type Record = (figure: Figure) => void

/** What one part reads: its figures, also when another source of it fails. */
export interface Part {
  name: 'database' | 'broker' | 'certificates'
  sources: (() => Promise<Figure[]>)[]
}

interface Deps {
  record: Record
  log: Log
  now: () => Date
}

/**
 * Returns a function that reads a part once and never fails. A figure that has gone, such as that of the last connection of a
 * role, becomes 0: a gauge would stay at its last value for ever.
 */
export function reader({ name, sources }: Part, { record, log, now }: Deps): () => Promise<void> {
  const known = new Map<string, Figure>()
  return async () => {
    const outcomes = await Promise.allSettled(sources.map(read => read()))
    const figures = outcomes.flatMap(one => (one.status === 'fulfilled' ? one.value : []))
    const failures = outcomes.flatMap(one => (one.status === 'rejected' ? [one.reason] : []))
    for (const err of failures) log.warn({ err, part: name, outcome: 'not read' })
    const gone = new Map(failures.length ? [] : known)
    for (const figure of figures) {
      record(figure)
      known.set(keyOf(figure), figure)
      gone.delete(keyOf(figure))
    }
    for (const figure of gone.values()) record({ ...figure, value: 0 })
    if (!failures.length)
      record({ name: 'zerodue.watch.success', labels: { part: name }, value: now().getTime() / 1_000 })
  }
}

const keyOf = ({ name, labels }: Figure) => JSON.stringify([name, Object.entries(labels).toSorted()])
