import { setImmediate } from 'node:timers/promises'
import { v5 as idOf } from 'uuid'
import { tooLarge } from '../../kit/core/problems.ts'
import { type Fault, mostFaults, Refused, refuse } from '../../kit/core/refusal.ts'
import { shorten } from '../../kit/core/shorten.ts'
import { checkImported, type ImportedTask } from './imported-task.ts'

/** The position in the file: the first line of a row, or in JSON its index in the list of tasks. */
export type Place = { line: number } | { index: number }

/** One row of a file of any format, as its reader understood it. `checkRows` decides whether it can become a task. */
export interface Row {
  place: Place
  /** Fields of a task, not checked yet. */
  fields?: Record<string, unknown>
  /** The id in another program: the same name is the same task. */
  name?: string
  /** Identifies a row without a name, where `fields` is not enough for that. */
  content?: string
  /** Why this row is no task at all. */
  notTask?: string
  /** Mistakes that the reader itself found. */
  faults?: Fault[]
  /** Parts of the row that Zerodue cannot store. */
  remarks?: string[]
}

/** A file whose rows are read while they are checked. */
export interface ReadFile {
  rows: Iterable<Row> | AsyncIterable<Row>
  /** Tags in the spelling of the file. Some of them may be on no task. */
  tags?: string[]
  /** How the columns of a table were read; known after the last row. */
  columns?: () => ReadColumn[]
}

/** A column of a table, by its heading, and the column of ours that it is read as. */
export interface ReadColumn {
  heading: string
  as: string | null
}

/** An entry that can be imported. */
export interface Entry {
  place: Place
  id: string
  /** The id comes from the file, or from a name in the file. Otherwise it is derived from the whole entry. */
  named: boolean
  task: ImportedTask
  remarks: string[]
}

export interface NotImported {
  place: Place
  title?: string
  errors: Fault[]
  /** How many errors there are beside `errors`. */
  moreErrors?: number
  remarks: string[]
}

/** Some rows of a file, in their order. */
export interface CheckedRows {
  entries: Entry[]
  refused: NotImported[]
  /** Rows that are no tasks, such as an event of a calendar or a section heading. */
  notTasks: NotImported[]
}

/** An import is one transaction: with more tasks than this a client would wait too long. */
export const mostTasks = 50_000
/** A task has fewer fields. A row with many more gets one error and not one for each field. */
const mostFields = 50
const pauseAfterMs = 3
/** A chunk is small, because to write it is one piece of work for this process and for the database. */
const mostInChunk = 100
const mostCharacters = 100_000
/** Rows without an id get one in this namespace, so that the same row has the same id at every import. */
const namespace = '6f1f7c0e-4d0b-5c66-9d3c-0b7f4a0e2a51'

/** Of processor time: fifty thousand tasks take two seconds. A file of rules that never come takes a minute. */
const mostWorkMs = 10_000

/**
 * Separates rows that can be imported from those that cannot, chunk by chunk, so that a file never is in memory as a whole.
 * Pauses regularly, so that other requests go on.
 */
export async function* checkRows(
  rows: Iterable<Row> | AsyncIterable<Row>,
  mostMs: number = mostWorkMs,
): AsyncGenerator<CheckedRows> {
  let checked = noRows()
  let characters = 0
  const seen = new Map<string, Place>()
  const alike = new Map<string, number>()
  let count = 0
  let leftMs = mostMs
  let pausedAt = performance.now()
  let cpuAt = cpuMs()
  for await (const row of rows) {
    if (++count > mostTasks)
      throw new Refused(refuse(tooLarge, { detail: `An import holds ${mostTasks} tasks at most.` }))
    checkRow(row, checked, seen, alike)
    characters += lengthOf(row)
    if (rowsIn(checked) === mostInChunk || characters > mostCharacters) {
      leftMs -= cpuMs() - cpuAt
      yield checked
      checked = noRows()
      characters = 0
      cpuAt = cpuMs()
    }
    if (performance.now() - pausedAt < pauseAfterMs) continue
    leftMs -= cpuMs() - cpuAt
    if (leftMs < 0)
      throw new Refused(refuse(tooLarge, { detail: 'This file takes too long to read: import it in parts.' }))
    await setImmediate()
    pausedAt = performance.now()
    cpuAt = cpuMs()
  }
  if (rowsIn(checked)) yield checked
}

const noRows = (): CheckedRows => ({ entries: [], refused: [], notTasks: [] })

const rowsIn = ({ entries, refused, notTasks }: CheckedRows): number =>
  entries.length + refused.length + notTasks.length

const lengthOf = ({ fields }: Row): number =>
  [fields?.title, fields?.notes].reduce<number>((sum, text) => sum + (typeof text === 'string' ? text.length : 0), 0)

function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

function checkRow(row: Row, checked: CheckedRows, seen: Map<string, Place>, alike: Map<string, number>): void {
  const { place, fields, notTask, faults = [], remarks = [] } = row
  const about = { place, ...titleOf(fields), remarks }
  if (notTask) return void checked.notTasks.push({ ...about, errors: [], remarks: [notTask, ...remarks] })
  const outcome = fields ? check(fields, row.name) : { faults: [] }
  const errors = [...faults, ...('faults' in outcome ? outcome.faults : [])]
  if (!('task' in outcome) || errors.length)
    return void checked.refused.push({ ...about, ...listed(errors, checked.refused.length) })

  const { task } = outcome
  const id = task.id ?? derivedId(row, alike)
  const first = seen.get(id)
  if (first)
    return void checked.refused.push({
      ...about,
      errors: [{ path: 'id', message: `is the same as in ${placeName(first)}` }],
    })
  seen.set(id, place)
  checked.entries.push({ place, id, named: Boolean(task.id ?? row.name), task, remarks })
}

const check = (fields: Record<string, unknown>, name?: string) =>
  Object.keys(fields).length > mostFields
    ? { faults: [{ path: '', message: `has more than ${mostFields} fields` }] }
    : checkImported(withId(fields, name))

const withId = (fields: Record<string, unknown>, name?: string) =>
  name !== undefined && isUuid(name) && fields.id === undefined ? { ...fields, id: name } : fields

/** Two equal rows are two tasks: the second gets the same id at every import, and not that of the first. */
function derivedId({ fields, name, content }: Row, alike: Map<string, number>): string {
  if (name !== undefined) return idOf(`name ${name}`, namespace)
  const id = idOf(content ?? JSON.stringify(fields), namespace)
  const nth = (alike.get(id) ?? 0) + 1
  alike.set(id, nth)
  return nth === 1 ? id : idOf(String(nth), id)
}

export const isUuid = (text: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)

/** The fields that have a value: an absent field leaves the stored task as it is. */
export const withoutUndefined = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

const titleOf = (fields: Record<string, unknown> | undefined) =>
  typeof fields?.title === 'string' ? { title: shorten(fields.title, 100) } : {}

/** No answer lists the errors of so many rows, so later rows keep only how many they have. */
const mostWithErrors = 1_000

function listed(errors: Fault[], refusedBefore: number): Pick<NotImported, 'errors' | 'moreErrors'> {
  const kept = errors.slice(0, refusedBefore < mostWithErrors ? mostFaults : 0).map(short)
  return { errors: kept, moreErrors: errors.length - kept.length }
}

const short = ({ path, message }: Fault): Fault => ({ path: shorten(path), message: shorten(message) })

const placeName = (place: Place): string => ('line' in place ? `line ${place.line}` : `tasks.${place.index}`)

/** The errors that an answer lists of the refused rows, each with its place in the file. */
export const faultsOf = (refused: NotImported[]): Fault[] =>
  refused.flatMap(({ place, errors }) => errors.map(error => faultAt(place, error))).slice(0, mostFaults)

/** In a text the message names the field; in JSON the path leads to it. */
function faultAt(place: Place, { path, message }: Fault): Fault {
  if ('index' in place) return { path: path ? `${placeName(place)}.${path}` : placeName(place), message }
  return { path: placeName(place), message: path ? `${path} ${message}` : message }
}
