import type { ReadColumn } from '../../functions/task-api/transfer/rows.ts'

export type { ReadColumn }

/** The fields a person may map a column to; only programs write the other ones. */
export const choosableFields = [
  'title',
  'notes',
  'due',
  'dueDate',
  'dueTime',
  'zone',
  'repeat',
  'reminders',
  'priority',
  'tags',
  'status',
  'created',
  'completed',
] as const

/** The columns with distinct headings. The first of two equal ones counts. */
export const distinctColumns = (columns: readonly ReadColumn[]): ReadColumn[] =>
  columns.filter(({ heading }, i) => columns.findIndex(one => one.heading === heading) === i)

/** Maps a column to another field. A field comes from one column: the column that it came from is unmapped. */
export const readColumnAs = (columns: readonly ReadColumn[], heading: string, as: string | null): ReadColumn[] =>
  columns.map(one => {
    if (one.heading === heading) return { heading, as }
    return as !== null && one.as === as ? { ...one, as: null } : one
  })

/** The mapping as the import's `columns` parameter. */
export const columnsParameter = (columns: readonly ReadColumn[]): string =>
  JSON.stringify(Object.fromEntries(columns.flatMap(({ heading, as }) => (as === null ? [] : [[heading, as]]))))

/** Whether a person should check the mapping. */
export const hasUnmappedColumn = (columns: readonly ReadColumn[]): boolean => columns.some(({ as }) => as === null)
