import type { Fault } from '../../kit/core/refusal.ts'

/** Where in the file something stands: the line it begins in, or in JSON its place in the list of tasks. */
export type Place = { line: number } | { index: number }

/** What a reader makes of one entry of a file. Whether it can be a task is checked later, the same for all formats. */
export interface Row {
  place: Place
  /** Fields of a task as they were given. */
  given?: Record<string, unknown>
  /** What another program calls it: the same name is the same task. */
  name?: string
  /** What it is known by where nothing names it, if that is not all that was given. */
  content?: string
  /** Why this is no task at all. */
  notTask?: string
  /** What the reader itself could not read. */
  faults?: Fault[]
  /** What was read and has no place here. */
  remarks?: string[]
}

export const placeName = (place: Place): string => ('line' in place ? `line ${place.line}` : `tasks.${place.index}`)

/** Lines name the field in words; the path of JSON goes on into the task. */
export function faultAt(place: Place, { path, message }: Fault): Fault {
  if ('index' in place) return { path: path ? `${placeName(place)}.${path}` : placeName(place), message }
  return { path: placeName(place), message: path ? `${path} ${message}` : message }
}

/** What is quoted from a file stays short, whatever the file holds. */
export const shortened = (text: string, length = 200): string =>
  text.length > length ? `${text.slice(0, length - 1).toWellFormed()}…` : text.toWellFormed()

/** More than this is refused: an import is one transaction, and nobody waits longer. */
export const mostTasks = 50_000

/** A file, as far as it must be read before its entries are. */
export interface ReadFile {
  rows: Iterable<Row> | AsyncIterable<Row>
  /** Tags that exist without a task, and how all of them are spelled. */
  tags?: string[]
  /** How the columns of a table are read; known when all rows are. */
  columns?: () => ReadColumn[]
}

/** A column by the heading that it has, and which of ours it is read as. */
export interface ReadColumn {
  heading: string
  as: string | null
}
