import { taskPurged } from '../domain/events/task-events.ts'
import type { Reminder } from '../domain/reminder.ts'
import type { Task } from '../domain/task.ts'
import type { InTransaction } from '../kit/events/inbox.ts'
import type { ReceivedEvent } from '../kit/events/receive.ts'
import type { Transaction } from '../kit/postgres/connect.ts'
import type { Firer } from './firer.ts'
import { type Habits, type Plan, planReminder } from './plan-reminder.ts'
import { type ProfileRow, planColumns, type ReminderRow, toHabits, toPlan } from './reminder-row.ts'

/** After a commit a reminder may be due, or another alarm be needed: the firer looks. */
export type ReminderContext = Pick<InTransaction, 'tx' | 'schema' | 'isNewest' | 'afterCommit'> & {
  firer: Pick<Firer, 'runSoon'>
}

type TaskChange = ReceivedEvent<{ task: Task; changed: string[] }>

/** Plans the reminders of a task after its change. A version older than the newest one changes nothing. */
export async function updateReminders(
  { data, userId, type, time }: TaskChange,
  context: ReminderContext,
): Promise<void> {
  const { task } = data
  const { tx } = context
  if (userId === undefined || !(await lockPerson(tx, userId, time))) return
  const [seen] = await tx<{ version: number }[]>`
    select version from reminders.seen where user_id = ${userId} and id = ${task.id}`
  if (!(await context.isNewest(task))) return

  const rows = await tx<ReminderRow[]>`
    select * from reminders.reminder where user_id = ${userId} and task_id = ${task.id} for update`
  const isOpen = task.status === 'open' && task.deletedAt === undefined
  if (!rows.length && !(isOpen && task.reminders.length)) return
  const isPurged = type === taskPurged.type
  const habits = toHabits(await findProfile(tx, userId))
  const setAt = setAtOf(data, seen?.version)
  const change = { task, isOpen, habits, setAt }
  const planned = isPurged ? [] : task.reminders.flatMap(reminder => planRow(reminder, change, rows))
  await replaceRows(tx, userId, task, planned)
  context.afterCommit(context.firer.runSoon)
}

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
  isOpen: boolean
  habits: Habits
  setAt: Date
}

type PlannedRow = Pick<ReminderRow, 'id' | 'fired_at' | 'late'> & { plan: Plan }

function planRow(reminder: Reminder, { task, isOpen, habits, setAt }: Change, rows: ReminderRow[]): PlannedRow[] {
  if (reminder.id === undefined) return []
  const row = rows.find(({ id }) => id === reminder.id)
  const before = row && toPlan(row)
  // Missing versions move `setAt` back. A reminder that is known to have passed must not fire because of that.
  const since = row?.state === 'passed' ? new Date(task.updatedAt) : setAt
  const plan = isOpen ? planReminder({ reminder, task, habits, setAt: since }, before) : afterClosing(before)
  return plan ? [{ id: reminder.id, plan, fired_at: row?.fired_at ?? null, late: row?.late ?? false }] : []
}

/** A closed task keeps the reminders that fired, so that they do not fire again after it is reopened. */
const afterClosing = (before: Plan | undefined): Plan | undefined =>
  before?.firedFor ? { ...before, state: 'fired' } : undefined

async function replaceRows(tx: Transaction, userId: string, task: Task, planned: PlannedRow[]): Promise<void> {
  const rows = planned.map(({ plan, id, fired_at, late }) => ({
    user_id: userId,
    task_id: task.id,
    id,
    ...planColumns(plan),
    fired_at,
    late,
  }))
  await tx`delete from reminders.reminder where user_id = ${userId} and task_id = ${task.id}`
  if (!rows.length) return void (await tx`delete from reminders.task where user_id = ${userId} and id = ${task.id}`)
  await tx`insert into reminders.reminder ${tx(rows)}`
  await tx`
    insert into reminders.task (user_id, id, task) values (${userId}, ${task.id}, ${tx.json(task)})
    on conflict (user_id, id) do update set task = excluded.task`
}
