import { changedFields } from '../../domain/change.ts'
import { taskCreated } from '../../domain/events/task-events.ts'
import type { Task } from '../../domain/task.ts'
import { mostFaults } from '../../kit/core/refusal.ts'
import type { OutboxEvent } from '../../kit/events/event.ts'
import type { Caller } from '../../kit/http/api.ts'
import type { Transaction } from '../../kit/postgres/connect.ts'
import { changeEvents } from '../events.ts'
import { lockTasks, saveTasks } from '../queries.ts'
import { type TaskRow, taskColumns, toTask } from '../task-row.ts'
import { type Decision, decide, type Existing } from './decide.ts'
import type { Reporter } from './report.ts'
import { type CheckedRows, checkRows, type Entry, type NotImported, type ReadFile } from './rows.ts'
import { insertTags, type Spelling, spellingOf } from './spelling.ts'

interface Importing {
  tx: Transaction
  caller: Caller
  now: Date
  existing: Existing
  dryRun: boolean
  /** Whether a wrong row refuses the file: then the rest is only checked. */
  stopAtWrong: boolean
}

/** The wrong rows of a file, of which the answer lists the first ones. */
export interface Wrong {
  rows: number
  valid: number
  errors: number
  listed: NotImported[]
}

/** A chunk of rows, and the stored tasks that have their ids. */
interface Chunk extends CheckedRows {
  stored: Promise<Map<string, Task>>
}

/**
 * Saves the tags and rows of a file, or in a dry run only reports what would happen to each row. The database writes one
 * chunk while this process reads the next one.
 */
export async function saveRows(
  importing: Importing,
  { rows, tags = [] }: ReadFile,
  reporter: Reporter,
): Promise<Wrong> {
  const wrong: Wrong = { rows: 0, valid: 0, errors: 0, listed: [] }
  const spelling = spellingOf(importing)
  await spelling.learn(tags)
  tags.forEach(spelling.spell)
  if (!importing.dryRun) await insertTags(importing, spelling.all())
  let writing: Promise<void> = Promise.resolve()
  for await (const { entries, refused, notTasks, stored } of ahead(findStored(importing, rows, spelling, wrong))) {
    for (const row of refused) reporter.add('refused', row)
    for (const row of notTasks) reporter.add('skipped', row)
    if (stopped(importing, wrong)) continue
    const found = await stored
    const decisions = entries.map(entry => decideOne(importing, entry, found, spelling))
    for (const [i, decision] of decisions.entries()) report(reporter, entries[i] as Entry, decision)
    await writing
    if (!importing.dryRun) writing = handled(write(importing, decisions))
  }
  await writing
  return wrong
}

const stopped = ({ stopAtWrong }: Importing, wrong: Wrong): boolean => stopAtWrong && wrong.rows > 0

/** Looks for the stored tasks of each chunk, unless the file is refused anyway. */
async function* findStored(
  importing: Importing,
  rows: ReadFile['rows'],
  spelling: Spelling,
  wrong: Wrong,
): AsyncGenerator<Chunk> {
  for await (const chunk of checkRows(rows)) {
    const { entries, refused } = chunk
    wrong.rows += refused.length
    wrong.valid += entries.length
    for (const row of refused) {
      wrong.errors += row.errors.length + (row.moreErrors ?? 0)
      if (wrong.listed.length < mostFaults) wrong.listed.push(row)
    }
    yield { ...chunk, stored: stopped(importing, wrong) ? noTasks : handled(find(importing, entries, spelling)) }
  }
}

const noTasks = Promise.resolve(new Map<string, Task>())

async function find(importing: Importing, entries: Entry[], spelling: Spelling): Promise<Map<string, Task>> {
  const ids = entries.map(({ id }) => id)
  const tags = entries.flatMap(({ task }) => task.tags ?? [])
  const [tasks] = await Promise.all([findTasks(importing, ids), spelling.learn(tags)])
  return new Map(tasks.map(task => [task.id, task]))
}

/** The stored tasks with these ids, locked unless this is a dry run. */
async function findTasks({ tx, caller, dryRun }: Importing, ids: string[]): Promise<Task[]> {
  if (!dryRun) return lockTasks(tx, caller.userId, ids)
  const rows = await tx<TaskRow[]>`
    select ${tx(taskColumns)} from tasks.task where user_id = ${caller.userId} and id = any(${ids}::uuid[])`
  return rows.map(toTask)
}

function decideOne(
  { existing, now }: Importing,
  entry: Entry,
  stored: Map<string, Task>,
  spelling: Spelling,
): Decision {
  const { tags } = entry.task
  const task = tags ? { ...entry.task, tags: tags.map(spelling.spell) } : entry.task
  return decide({ ...entry, task }, stored.get(entry.id), existing, now)
}

function report(reporter: Reporter, { place, task, remarks }: Entry, decision: Decision): void {
  const reason = decision.status === 'skipped' ? [decision.reason] : []
  reporter.add(decision.status, { place, title: task.title, errors: [], remarks: [...reason, ...remarks] })
}

async function write({ tx, caller, now }: Importing, decisions: Decision[]): Promise<void> {
  const created = decisions.flatMap(decision => (decision.status === 'created' ? [decision.task] : []))
  const changed = decisions.flatMap(decision => (decision.status === 'updated' ? [decision.task] : []))
  const events = decisions.flatMap(decision => eventsOf(decision, caller, now))
  await saveTasks(tx, caller.userId, { created, changed, events })
}

function eventsOf(decision: Decision, caller: Caller, now: Date): OutboxEvent[] {
  if (decision.status === 'skipped') return []
  const { task } = decision
  if (decision.status === 'created') return changeEvents(taskCreated, task, Object.keys(task), caller, now)
  return changeEvents(decision.event, task, changedFields(decision.before, task), caller, now)
}

/** Prepares the next item while the current one is in use. It ends only when nothing runs any more. */
async function* ahead<T>(items: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = handled(items.next())
  try {
    for (let one = await next; !one.done; one = await next) {
      next = handled(items.next())
      yield one.value
    }
  } finally {
    await next.catch(() => {})
    await items.return(undefined)
  }
}

/** A promise that is awaited later. Its error then counts; until then it must not end the process. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {})
  return promise
}
