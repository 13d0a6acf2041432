import * as v from 'valibot'
import { closed } from '../../kit/core/schema.ts'
import type { Left } from './check-rows.ts'
import type { Place, ReadColumn } from './row.ts'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const Fault = closed({ path: v.string(), message: v.string() })

/** What happened to one entry, or in a dry run would have: `line` in a text, `index` in the list of a JSON file. */
const RowReport = closed({
  line: v.exactOptional(count),
  index: v.exactOptional(count),
  status: v.picklist(['created', 'updated', 'skipped', 'refused']),
  title: v.exactOptional(v.string()),
  errors: v.array(Fault),
  remarks: v.array(v.string()),
})
type RowReport = v.InferOutput<typeof RowReport>

export const ImportReport = closed({
  dryRun: v.boolean(),
  created: count,
  updated: count,
  skipped: count,
  refused: count,
  rows: v.array(RowReport),
  /** Rows that are not listed, so that the answer stays readable. */
  unlisted: count,
  /** Columns that were not read, by their names. */
  ignoredColumns: v.array(v.string()),
  /** Every column of a table and what it is read as; `columns` of the request can say otherwise. */
  columns: v.array(closed({ heading: v.string(), as: v.nullable(v.string()) })),
})
export type ImportReport = v.InferOutput<typeof ImportReport>

const mostListed = 1000

/**
 * Counts everything and lists what somebody should read: in a dry run every row, otherwise those with which something
 * is the matter. What was refused is listed first when there is too much.
 */
export function reporter(dryRun: boolean) {
  const counts = { created: 0, updated: 0, skipped: 0, refused: 0 }
  const listed: RowReport[] = []
  const refused: RowReport[] = []
  let unlisted = 0
  return {
    add(status: RowReport['status'], { place, title, errors, remarks }: Left): void {
      counts[status]++
      const isPlain = status === 'created' || status === 'updated'
      if (!dryRun && isPlain && !remarks.length) return
      const list = status === 'refused' ? refused : listed
      if (list.length === mostListed) unlisted++
      else list.push({ ...place, status, ...(title !== undefined && { title }), errors, remarks })
    },
    report: (columns: ReadColumn[]): ImportReport => ({
      dryRun,
      ...counts,
      rows: [...refused, ...listed].sort((a, b) => numberOf(a) - numberOf(b)),
      unlisted,
      ignoredColumns: columns.filter(({ as }) => as === null).map(({ heading }) => heading),
      columns,
    }),
  }
}
export type Reporter = ReturnType<typeof reporter>

const numberOf = (row: Place | RowReport): number =>
  ('line' in row ? row.line : 'index' in row ? row.index : undefined) ?? 0
