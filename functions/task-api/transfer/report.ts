import * as v from 'valibot'
import { closed } from '../../kit/core/schema.ts'
import { shorten } from '../../kit/core/shorten.ts'
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
  /** How many errors of this row are not listed; absent when all are. */
  moreErrors: v.exactOptional(count),
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

const mostListed = 1_000
/** With the counts around them, the lists of an answer stay below 64 kB. */
const mostRowBytes = 44_000
export const mostColumnBytes = 8_000

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
    add(status: RowReport['status'], { place, title, errors, moreErrors, remarks }: NotImported): void {
      counts[status]++
      const isPlain = status === 'created' || status === 'updated'
      if (!dryRun && isPlain && !remarks.length) return
      const list = status === 'refused' ? refused : listed
      if (list.length === mostListed) unlisted++
      else list.push({ ...place, status, ...titled(title), errors, ...(moreErrors && { moreErrors }), remarks })
    },
    report: (columns: ReadColumn[]): ImportReport => {
      const rows = fitting([...refused, ...listed], mostRowBytes)
      const known = fitting(columns, mostColumnBytes)
      return {
        dryRun,
        ...counts,
        rows: rows.sort((a, b) => numberOf(a) - numberOf(b)),
        unlisted: unlisted + refused.length + listed.length - rows.length,
        ignoredColumns: known.filter(({ as }) => as === null).map(({ heading }) => heading),
        columns: known,
      }
    },
  }
}
export type Reporter = ReturnType<typeof reporter>

const titled = (title: string | undefined) => (title === undefined ? {} : { title: shorten(title, 100) })

/** The first items that have at most so many bytes as JSON. */
export function fitting<T>(items: T[], mostBytes: number): T[] {
  let bytes = 0
  const end = items.findIndex(item => {
    bytes += Buffer.byteLength(JSON.stringify(item)) + 1
    return bytes > mostBytes
  })
  return end < 0 ? items : items.slice(0, end)
}

const numberOf = (row: Place | RowReport): number =>
  ('line' in row ? row.line : 'index' in row ? row.index : undefined) ?? 0
