import * as v from 'valibot'
import { closed } from '../../kit/core/schema.ts'
import type { NotImported, Place, ReadColumn } from './rows.ts'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const Fault = closed({ path: v.string(), message: v.string() })

/** The outcome of one row, found by `line` in a text or by `index` in the list of a JSON file. */
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
  /** Rows beyond the limit of the list. */
  unlisted: count,
  /** The headings of columns that were not read. */
  ignoredColumns: v.array(v.string()),
  /** Every column of a table and how it was read; `columns` of the request can change that. */
  columns: v.array(closed({ heading: v.string(), as: v.nullable(v.string()) })),
})
export type ImportReport = v.InferOutput<typeof ImportReport>

const mostListed = 1000

/**
 * Counts all rows. Lists every row in a dry run, otherwise only skipped and refused rows and rows with remarks. When the
 * list is too long, refused rows have priority.
 */
export function reporter(dryRun: boolean) {
  const counts = { created: 0, updated: 0, skipped: 0, refused: 0 }
  const listed: RowReport[] = []
  const refused: RowReport[] = []
  let unlisted = 0
  return {
    add(status: RowReport['status'], { place, title, errors, remarks }: NotImported): void {
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
