import { taskPurged } from '../domain/events/task-events.ts'
import type { Reminder } from '../domain/reminder.ts'
import type { Task } from '../domain/task.ts'
import type { InTransaction } from '../kit/events/inbox.ts'
import type { ReceivedEvent } from '../kit/events/receive.ts'
import type { Transaction } from '../kit/postgres/connect.ts'
import type { Firer } from './firer.ts'
import { type Habits, planReminder, type Standing } from './plan-reminder.ts'
import { type ProfileRow, type ReminderRow, standingColumns, toHabits, toStanding } from './reminder-row.ts'

/** After a change there may be something to fire or another alarm to set. */
export type Keeping = Pick<InTransaction, 'tx' | 'schema' | 'isNewest' | 'afterCommit'> & {
  firer: Pick<Firer, 'runSoon'>
}

export type TaskChange = ReceivedEvent<{ task: Task; changed: string[] }>

/** A task changed: from now on its reminders are as it says. What is older than what was seen changes nothing. */
export async function keepReminders({ data, userId, type, time }: TaskChange, context: Keeping): Promise<void> {
  const { task } = data
  const { tx } = context
  if (userId === undefined || (await isGone(tx, userId, time))) return
  const [seen] = await tx<{ version: number }[]>`
    select version from reminders.seen where user_id = ${userId} and id = ${task.id}`
  if (!(await context.isNewest(task))) return

  const rows = await tx<ReminderRow[]>`
    select * from reminders.reminder where user_id = ${userId} and task_id = ${task.id} for update`
  const isOpen = task.status === 'open' && task.deletedAt === undefined
  if (!rows.length && !(isOpen && task.reminders.length)) return
  const gone = type === taskPurged.type
  const habits = toHabits(await findProfile(tx, userId))
  const setAt = wasSetAt(data, seen?.version)
  const kept = gone ? [] : task.reminders.flatMap(reminder => keep(reminder, { task, isOpen, habits, setAt }, rows))
  await replaceRows(tx, userId, task, kept)
  context.afterCommit(context.firer.runSoon)
}

/** One at a time for each person, so that a change of the profile and one of a task both see the other or come after it. */
export async function isGone(tx: Transaction, userId: string, time: string): Promise<boolean> {
  const [, [row]] = await Promise.all([
    tx`select pg_advisory_xact_lock(hashtext('zerodue.reminders'), hashtext(${userId}))`,
    tx<{ gone: boolean }[]>`select reminders.is_gone(${time}) as gone`,
  ])
  return row?.gone ?? false
}

const findProfile = async (tx: Transaction, userId: string): Promise<ProfileRow | undefined> =>
  (await tx<ProfileRow[]>`select zone, morning, quiet_hours from reminders.profile where user_id = ${userId}`)[0]

/** By then it was said when to remind. If versions in between never came, it may have been any time before. */
function wasSetAt({ task, changed }: TaskChange['data'], seen: number | undefined): Date {
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

type KeptRow = Pick<ReminderRow, 'id' | 'fired_at' | 'late'> & { standing: Standing }

function keep(reminder: Reminder, { task, isOpen, habits, setAt }: Change, rows: ReminderRow[]): KeptRow[] {
  if (reminder.id === undefined) return []
  const row = rows.find(({ id }) => id === reminder.id)
  const before = row && toStanding(row)
  // What is known to have passed was not set at some time that nobody knows of.
  const since = row?.state === 'passed' ? new Date(task.updatedAt) : setAt
  const standing = isOpen ? planReminder({ reminder, task, habits, setAt: since }, before) : closed(before)
  return standing ? [{ id: reminder.id, standing, fired_at: row?.fired_at ?? null, late: row?.late ?? false }] : []
}

/** Of a task that is over, what fired is kept, so that it does not fire again should the task come back. */
const closed = (before: Standing | undefined): Standing | undefined =>
  before?.firedFor ? { ...before, state: 'fired' } : undefined

async function replaceRows(tx: Transaction, userId: string, task: Task, kept: KeptRow[]): Promise<void> {
  const rows = kept.map(({ standing, id, fired_at, late }) => ({
    user_id: userId,
    task_id: task.id,
    id,
    ...standingColumns(standing),
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
