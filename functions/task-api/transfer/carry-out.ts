import { changedFields } from '../../domain/change.ts'
import { taskCreated } from '../../domain/events/task-events.ts'
import { tagKey } from '../../domain/tag.ts'
import type { Task } from '../../domain/task.ts'
import type { Caller } from '../../kit/http/api.ts'
import type { Transaction } from '../../kit/postgres/connect.ts'
import { changeEvents } from '../events.ts'
import { insertTasks, updateTask } from '../queries.ts'
import { type TaskRow, taskColumns, toTask } from '../task-row.ts'
import type { Checked, Entry } from './check-rows.ts'
import { type Decision, decide, type Existing } from './decide.ts'
import type { Reporter } from './report.ts'
import { learnSpelling } from './spelling.ts'

export interface Importing {
  tx: Transaction
  caller: Caller
  now: Date
  existing: Existing
  dryRun: boolean
  /** How the file spells tags that are new here. */
  spelling: Map<string, string>
}

/** Decides and writes a chunk at a time, so that no statement carries more than about a megabyte. */
export async function carryOut(importing: Importing, { entries, passedOver, refused }: Checked, reporter: Reporter) {
  for (const left of refused) reporter.add('refused', left)
  for (const left of passedOver) reporter.add('skipped', left)
  for (const chunk of chunksOf(entries)) {
    const decided = await decideChunk(importing, chunk)
    for (const [i, decision] of decided.entries()) {
      const entry = chunk[i] as Entry
      const why = decision.status === 'skipped' ? [decision.reason] : []
      const { place, task } = entry
      reporter.add(decision.status, { place, title: task.title, errors: [], remarks: [...why, ...entry.remarks] })
    }
    if (!importing.dryRun) await write(importing, decided)
  }
}

async function decideChunk(importing: Importing, chunk: Entry[]): Promise<Decision[]> {
  const { tx, caller, existing, now, spelling } = importing
  const stored = await findTasks(
    importing,
    chunk.map(({ id }) => id),
  )
  await learnSpelling(
    tx,
    caller.userId,
    chunk.flatMap(({ task }) => task.tags ?? []),
    spelling,
  )
  return chunk.map(entry => {
    const { tags } = entry.task
    const spelled = tags && { tags: tags.map(name => spelling.get(tagKey(name)) ?? name) }
    return decide({ ...entry, task: { ...entry.task, ...spelled } }, stored.get(entry.id), existing, now)
  })
}

/** What is there already, locked unless nothing will be written. */
async function findTasks({ tx, caller, dryRun }: Importing, ids: string[]): Promise<Map<string, Task>> {
  const rows = await tx<TaskRow[]>`
    select ${tx(taskColumns)} from tasks.task where user_id = ${caller.userId} and id = any(${ids}::uuid[])
    ${dryRun ? tx`` : tx`order by id for update`}`
  return new Map(rows.map(row => [row.id, toTask(row)]))
}

async function write({ tx, caller, now }: Importing, decided: Decision[]): Promise<void> {
  const created = decided.flatMap(decision => (decision.status === 'created' ? [decision.task] : []))
  const events = created.flatMap(task => changeEvents(taskCreated, task, Object.keys(task), caller, now))
  if (created.length) await insertTasks(tx, caller, created, events)
  const updates = decided.flatMap(decision => (decision.status === 'updated' ? [decision] : []))
  const saved = await Promise.all(
    updates.map(({ task, before, event }) =>
      updateTask(tx, caller.userId, task, changeEvents(event, task, changedFields(before, task), caller, now)),
    ),
  )
  if (saved.includes(false)) throw new Error('a locked task moved on')
}

const mostInChunk = 500
const mostCharacters = 500_000

function* chunksOf(entries: Entry[]): Generator<Entry[]> {
  let chunk: Entry[] = []
  let characters = 0
  for (const entry of entries) {
    const length = entry.task.title.length + (entry.task.notes?.length ?? 0)
    if (chunk.length === mostInChunk || (chunk.length && characters + length > mostCharacters)) {
      yield chunk
      chunk = []
      characters = 0
    }
    chunk.push(entry)
    characters += length
  }
  if (chunk.length) yield chunk
}
