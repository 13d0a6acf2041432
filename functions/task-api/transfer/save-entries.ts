import { changedFields } from '../../domain/change.ts'
import { taskCreated } from '../../domain/events/task-events.ts'
import { tagKey } from '../../domain/tag.ts'
import type { Task } from '../../domain/task.ts'
import type { OutboxEvent } from '../../kit/events/event.ts'
import type { Caller } from '../../kit/http/api.ts'
import type { Transaction } from '../../kit/postgres/connect.ts'
import { changeEvents } from '../events.ts'
import { saveTasks, spellTags } from '../queries.ts'
import { type TaskRow, taskColumns, toTask } from '../task-row.ts'
import { type Decision, decide, type Existing } from './decide.ts'
import type { Reporter } from './report.ts'
import type { CheckedRows, Entry } from './rows.ts'

interface Importing {
  tx: Transaction
  caller: Caller
  now: Date
  existing: Existing
  dryRun: boolean
}

/** How a tag is spelled, by its key. */
type Spelling = Map<string, string>

/** Saves the tags and entries of a file, or in a dry run only reports what would happen to each row. */
export async function saveEntries(importing: Importing, checked: CheckedRows, tags: string[], reporter: Reporter) {
  for (const row of checked.refused) reporter.add('refused', row)
  for (const row of checked.notTasks) reporter.add('skipped', row)
  const spelling: Spelling = new Map()
  await learnSpelling(importing, tags, spelling)
  if (!importing.dryRun) await insertTags(importing, spelling)
  for (const chunk of chunksOf(checked.entries)) {
    const decisions = await decideChunk(importing, chunk, spelling)
    for (const [i, decision] of decisions.entries()) {
      const { place, task, remarks } = chunk[i] as Entry
      const reason = decision.status === 'skipped' ? [decision.reason] : []
      reporter.add(decision.status, { place, title: task.title, errors: [], remarks: [...reason, ...remarks] })
    }
    if (!importing.dryRun) await write(importing, decisions)
  }
}

/** The person's spelling of a tag wins. A new tag is spelled as the file spells it first. */
async function learnSpelling({ tx, caller }: Importing, names: string[], spelling: Spelling): Promise<void> {
  const unknown = new Map<string, string>()
  for (const name of names) {
    const key = tagKey(name)
    if (!spelling.has(key) && !unknown.has(key)) unknown.set(key, name)
  }
  for (const name of await spellTags(tx, caller.userId, [...unknown.values()])) spelling.set(tagKey(name), name)
}

async function insertTags({ tx, caller }: Importing, spelling: Spelling): Promise<void> {
  if (!spelling.size) return
  await tx`
    insert into tasks.tag (user_id, key, name)
    select ${caller.userId}, key, name
    from unnest(${[...spelling.keys()]}::text[], ${[...spelling.values()]}::text[]) as t (key, name)
    on conflict do nothing`
}

async function decideChunk(importing: Importing, chunk: Entry[], spelling: Spelling): Promise<Decision[]> {
  const { existing, now } = importing
  const ids = chunk.map(({ id }) => id)
  const stored = await findTasks(importing, ids)
  const tags = chunk.flatMap(({ task }) => task.tags ?? [])
  await learnSpelling(importing, tags, spelling)
  return chunk.map(entry => {
    const { tags } = entry.task
    const spelled = tags && { tags: tags.map(name => spelling.get(tagKey(name)) ?? name) }
    return decide({ ...entry, task: { ...entry.task, ...spelled } }, stored.get(entry.id), existing, now)
  })
}

/** The stored tasks with these ids, locked unless this is a dry run. */
async function findTasks({ tx, caller, dryRun }: Importing, ids: string[]): Promise<Map<string, Task>> {
  const rows = await tx<TaskRow[]>`
    select ${tx(taskColumns)} from tasks.task where user_id = ${caller.userId} and id = any(${ids}::uuid[])
    ${dryRun ? tx`` : tx`order by id for update`}`
  return new Map(rows.map(row => [row.id, toTask(row)]))
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

const mostInChunk = 500
const mostCharacters = 500_000

/** Chunks so small that no statement carries more than about a megabyte. */
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
