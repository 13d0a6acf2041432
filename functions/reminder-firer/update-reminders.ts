import { reminderEnded } from '../domain/events/reminders.ts'
import { taskPurged } from '../domain/events/task-events.ts'
import type { Reminder } from '../domain/reminder.ts'
import type { Task } from '../domain/task.ts'
import type { ReceivedEvent } from '../kit/events/handler.ts'
import type { InTransaction } from '../kit/events/inbox.ts'
import type { Transaction } from '../kit/postgres/connect.ts'
import { currentTraceparent } from '../kit/telemetry/span.ts'
import type { Firer } from './firer.ts'
import { type Habits, type Plan, planReminder } from './plan-reminder.ts'
import { type ProfileRow, planColumns, type ReminderRow, toHabits, toPlan } from './reminder-row.ts'

/** After a commit a reminder may be due, or another alarm be needed: the firer looks. */
export type ReminderContext = Pick<InTransaction, 'tx' | 'schema' | 'emit' | 'newest' | 'afterCommit'> & {
  firer: Pick<Firer, 'runSoon'>
}

type TaskChange = ReceivedEvent<{ task: Task; changed: string[] }>

/** Plans the reminders of tasks after their changes. A version older than the newest one changes nothing. */
export async function updateReminders(events: readonly TaskChange[], context: ReminderContext): Promise<void> {
  const { tx, firer, afterCommit } = context
  const last = events.at(-1)
  if (last?.userId === undefined || !(await lockPerson(tx, last.userId, last.time))) return
  let planned = false
  for (const changes of withoutRepetition(events)) if (await updateTasks(changes, last.userId, context)) planned = true
  if (planned) afterCommit(firer.runSoon)
}

/** The events in order, in parts in which each task occurs once: a later version needs the plan of the earlier one. */
function withoutRepetition(events: readonly TaskChange[]): TaskChange[][] {
  const parts: Map<string, TaskChange>[] = []
  const times = new Map<string, number>()
  for (const event of events) {
    const { id } = event.data.task
    const nth = times.get(id) ?? 0
    times.set(id, nth + 1)
    const part = parts[nth] ?? new Map<string, TaskChange>()
    parts[nth] = part.set(id, event)
  }
  return parts.map(part => [...part.values()])
}

/** Answers whether a reminder was planned or dropped. */
async function updateTasks(events: TaskChange[], userId: string, context: ReminderContext): Promise<boolean> {
  const { tx, newest } = context
  const before = await newest(events.map(({ data }) => data.task))
  const fresh = events.filter(({ data }) => before.has(data.task.id))
  if (!fresh.length) return false
  const rows = await tx<ReminderRow[]>`
    select * from reminders.reminder
    where user_id = ${userId} and task_id = any(${fresh.map(({ data }) => data.task.id)}::uuid[]) for update`
  const rowsOf = Map.groupBy(rows, row => row.task_id)
  const concerned = fresh.filter(
    ({ data: { task } }) => rowsOf.has(task.id) || (isOpen(task) && task.reminders.length > 0),
  )
  if (!concerned.length) return false
  const habits = toHabits(await findProfile(tx, userId))
  const planned = concerned.map(({ data, type }) => {
    const { task } = data
    const change = { task, habits, setAt: setAtOf(data, before.get(task.id)) }
    const isPurged = type === taskPurged.type
    return {
      task,
      rows: isPurged ? [] : task.reminders.flatMap(one => planRow(one, change, rowsOf.get(task.id) ?? [])),
    }
  })
  await replaceRows(tx, userId, planned)
  for (const { data } of concerned) if (hasEnded(data.task, rowsOf.get(data.task.id))) await tellEnd(data.task, context)
  return true
}

/** Whether a reminder that has fired is of no use any more: its task is closed, or somebody took the reminder away. */
const hasEnded = (task: Task, rows: ReminderRow[] = []): boolean =>
  rows.some(({ id, fired_at }) => fired_at && !(isOpen(task) && task.reminders.some(reminder => reminder.id === id)))

/** notifier may still be trying to send the reminder. */
const tellEnd = ({ id: taskId, version, updatedAt }: Task, { emit }: ReminderContext) =>
  emit(reminderEnded, { subject: taskId, time: new Date(updatedAt), data: { taskId, version } })

const isOpen = (task: Task): boolean => task.status === 'open' && task.deletedAt === undefined

/**
 * Locks the reminders of a person, so that a change of the profile and one of a task do not miss each other. Answers whether
 * the account still exists.
 */
export async function lockPerson(tx: Transaction, userId: string, time: string): Promise<boolean> {
  const [, [row]] = await Promise.all([
    tx`select pg_advisory_xact_lock(hashtext('zerodue.reminders'), hashtext(${userId}))`,
    tx<{ gone: boolean }[]>`select reminders.is_gone(${time}) as gone`,
  ])
  return !row?.gone
}

const findProfile = async (tx: Transaction, userId: string): Promise<ProfileRow | undefined> =>
  (await tx<ProfileRow[]>`select zone, morning, quiet_hours from reminders.profile where user_id = ${userId}`)[0]

/** When the reminders were set. After missing versions that may have been at any time since the task was created. */
function setAtOf({ task, changed }: TaskChange['data'], seen: number | undefined): Date {
  const gap = task.version > (seen ?? 0) + 1
  const moved = ['due', 'status', 'deletedAt'].some(field => changed.includes(field))
  return new Date(gap && !moved ? task.createdAt : task.updatedAt)
}

interface Change {
  task: Task
  habits: Habits
  setAt: Date
}

type PlannedRow = Pick<ReminderRow, 'id' | 'fired_at' | 'late'> & { plan: Plan }

function planRow(reminder: Reminder, { task, habits, setAt }: Change, rows: ReminderRow[]): PlannedRow[] {
  if (reminder.id === undefined) return []
  const row = rows.find(({ id }) => id === reminder.id)
  const before = row && toPlan(row)
  // Missing versions move `setAt` back. A reminder that is known to have passed must not fire because of that.
  const since = row?.state === 'passed' ? new Date(task.updatedAt) : setAt
  const plan = isOpen(task) ? planReminder({ reminder, task, habits, setAt: since }, before) : afterClosing(before)
  return plan ? [{ id: reminder.id, plan, fired_at: row?.fired_at ?? null, late: row?.late ?? false }] : []
}

/** A closed task keeps the reminders that fired, so that they do not fire again after it is reopened. */
const afterClosing = (before: Plan | undefined): Plan | undefined =>
  before?.firedFor ? { ...before, state: 'fired' } : undefined

interface PlannedTask {
  task: Task
  rows: PlannedRow[]
}

async function replaceRows(tx: Transaction, userId: string, planned: PlannedTask[]): Promise<void> {
  const ids = planned.map(({ task }) => task.id)
  const rows = planned.flatMap(({ task, rows }) =>
    rows.map(({ plan, id, fired_at, late }) => ({
      user_id: userId,
      task_id: task.id,
      id,
      ...planColumns(plan),
      fired_at,
      late,
      trace: currentTraceparent(),
    })),
  )
  const tasks = planned.flatMap(({ task, rows }) => (rows.length ? [{ id: task.id, task }] : []))
  await tx`delete from reminders.reminder where user_id = ${userId} and task_id = any(${ids}::uuid[])`
  await tx`
    delete from reminders.task
    where user_id = ${userId} and id = any(${ids}::uuid[]) and id <> all(${tasks.map(({ id }) => id)}::uuid[])`
  if (!rows.length) return
  await tx`insert into reminders.reminder ${tx(rows)}`
  await tx`
    insert into reminders.task (user_id, id, task)
    select ${userId}, id, task from json_to_recordset(${tx.json(tasks)}::json) as given (id uuid, task json)
    on conflict (user_id, id) do update set task = excluded.task`
}
