import { setImmediate } from 'node:timers/promises'
import { v5 as idOf } from 'uuid'
import { tooLarge } from '../../kit/core/problems.ts'
import { type Fault, Refused, refuse } from '../../kit/core/refusal.ts'
import { checkImported, type ImportedTask } from './imported-task.ts'
import { faultAt, mostTasks, type Place, placeName, type Row, shortened } from './row.ts'

/** An entry that can be imported. */
export interface Entry {
  place: Place
  id: string
  /** Its id comes from the file, or from what the file calls it; otherwise it follows from the whole entry. */
  named: boolean
  task: ImportedTask
  remarks: string[]
}

export interface Left {
  place: Place
  title?: string
  errors: Fault[]
  remarks: string[]
}

export interface Checked {
  entries: Entry[]
  refused: Left[]
  /** What is no task: an event of a calendar, a heading. */
  passedOver: Left[]
}

/** Ids of what has none are made under this name, so that the same entry has the same id at every import. */
const namespace = '6f1f7c0e-4d0b-5c66-9d3c-0b7f4a0e2a51'
const isId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const breathAfterMs = 20
/** A task has fewer; whoever sends many more is told of one mistake and not of each. */
const mostFields = 50

/** Checks every entry of a file, letting others in between, and tells apart what can be imported and what cannot. */
export async function checkRows(rows: Iterable<Row> | AsyncIterable<Row>): Promise<Checked> {
  const checked: Checked = { entries: [], refused: [], passedOver: [] }
  const seen = new Map<string, Place>()
  const alike = new Map<string, number>()
  let count = 0
  let breath = performance.now()
  for await (const row of rows) {
    if (++count > mostTasks)
      throw new Refused(refuse(tooLarge, { detail: `An import holds ${mostTasks} tasks at most.` }))
    place(row, checked, seen, alike)
    if (performance.now() - breath < breathAfterMs) continue
    await setImmediate()
    breath = performance.now()
  }
  return checked
}

function place(row: Row, checked: Checked, seen: Map<string, Place>, alike: Map<string, number>): void {
  const { place, given, notTask, faults = [], remarks = [] } = row
  const about = { place, ...titleOf(given), remarks }
  if (notTask) return void checked.passedOver.push({ ...about, errors: [], remarks: [notTask, ...remarks] })
  const outcome = given ? check(given, row.name) : { faults: [] }
  const errors = [...faults, ...('faults' in outcome ? outcome.faults : [])]
  if (!('task' in outcome) || errors.length)
    return void checked.refused.push({ ...about, errors: errors.slice(0, 20).map(short) })

  const { task } = outcome
  const id = task.id ?? derivedId(row, alike)
  const first = seen.get(id)
  if (first)
    return void checked.refused.push({
      ...about,
      errors: [{ path: 'id', message: `is the same as that of ${placeName(first)}` }],
    })
  seen.set(id, place)
  checked.entries.push({ place, id, named: Boolean(task.id ?? row.name), task, remarks })
}

const check = (given: Record<string, unknown>, name?: string) =>
  Object.keys(given).length > mostFields
    ? { faults: [{ path: '', message: `has more than ${mostFields} fields` }] }
    : checkImported(withId(given, name))

const withId = (given: Record<string, unknown>, name?: string) =>
  name !== undefined && isId.test(name) && given.id === undefined ? { ...given, id: name } : given

/** Two entries that are alike in everything are two tasks: the second is the second at every import. */
function derivedId({ given, name, content }: Row, alike: Map<string, number>): string {
  if (name !== undefined) return idOf(`name ${name}`, namespace)
  const id = idOf(content ?? JSON.stringify(given), namespace)
  const nth = (alike.get(id) ?? 0) + 1
  alike.set(id, nth)
  return nth === 1 ? id : idOf(String(nth), id)
}

const titleOf = (given: Record<string, unknown> | undefined) =>
  typeof given?.title === 'string' ? { title: shortened(given.title, 100) } : {}

const short = ({ path, message }: Fault): Fault => ({ path: shortened(path), message: shortened(message) })

export const faultsOf = (refused: Left[], most: number): Fault[] =>
  refused.flatMap(({ place, errors }) => errors.map(error => faultAt(place, error))).slice(0, most)
