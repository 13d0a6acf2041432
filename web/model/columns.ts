import type { ReadColumn } from '../../functions/task-api/transfer/row.ts'

export type { ReadColumn }

/** Those that a person may choose for a column of a file; the rest only programs write. */
export const choosable = [
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

/** The columns that can be told apart: of two with the same heading the first is meant. */
export const distinct = (columns: readonly ReadColumn[]): ReadColumn[] =>
  columns.filter(({ heading }, i) => columns.findIndex(one => one.heading === heading) === i)

/** Reads a column as something else. Nothing is read from two columns: the other one that was read so is left out. */
export const readAs = (columns: readonly ReadColumn[], heading: string, as: string | null): ReadColumn[] =>
  columns.map(one => {
    if (one.heading === heading) return { heading, as }
    return as !== null && one.as === as ? { ...one, as: null } : one
  })

/** As the server is told. */
export const columnsText = (columns: readonly ReadColumn[]): string =>
  JSON.stringify(Object.fromEntries(columns.flatMap(({ heading, as }) => (as === null ? [] : [[heading, as]]))))

/** Whether somebody should look at how the columns are read. */
export const isUnsure = (columns: readonly ReadColumn[]): boolean => columns.some(({ as }) => as === null)
