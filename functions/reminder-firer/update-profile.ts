import type * as v from 'valibot'
import type { userUpdated } from '../domain/events/account-events.ts'
import type { Task } from '../domain/task.ts'
import type { ReceivedEvent } from '../kit/events/handler.ts'
import type { Transaction } from '../kit/postgres/connect.ts'
import { type Habits, planReminder } from './plan-reminder.ts'
import { planColumns, type ReminderRow, toPlan } from './reminder-row.ts'
import { lockPerson, type ReminderContext } from './update-reminders.ts'

type ProfileChange = ReceivedEvent<v.InferOutput<typeof userUpdated.data>>

/** Stores a new zone, morning or quiet hours and moves the armed reminders of the person accordingly. */
export async function updateProfile(
  { data, userId, time }: ProfileChange,
  { tx, firer, afterCommit }: ReminderContext,
): Promise<void> {
  if (userId === undefined || !(await lockPerson(tx, userId, time))) return
  const { zone, locale, morning, quietHours, version } = data.profile
  const row = { user_id: userId, zone, locale, morning, quiet_hours: quietHours && tx.json(quietHours), version }
  const newest = await tx`
    insert into reminders.profile ${tx(row)}
    on conflict (user_id) do update set ${tx(row)} where profile.version < excluded.version
    returning true`
  if (!newest.length) return
  await moveArmed(tx, userId, { zone, morning, quietHours }, new Date(time))
  afterCommit(firer.runSoon)
}

const pageSize = 1_000

/** Page by page: a person may have very many. */
async function moveArmed(tx: Transaction, userId: string, habits: Habits, setAt: Date): Promise<void> {
  let after: Pick<ArmedRow, 'task_id' | 'id'> | undefined
  do {
    const rows = await listArmed(tx, userId, after)
    const moved = rows.flatMap(row => {
      const reminder = row.reminders.find(({ id }) => id === row.id)
      const plan = reminder && planReminder({ reminder, task: row, habits, setAt }, toPlan(row))
      return plan ? [{ task_id: row.task_id, id: row.id, ...planColumns(plan) }] : []
    })
    await tx`
      update reminders.reminder r set moment = m.moment, target = m.target, at = m.at
      from json_populate_recordset(null::reminders.reminder, ${tx.json(moved)}::json) m
      where r.user_id = ${userId} and (r.task_id, r.id) = (m.task_id, m.id)`
    after = rows.length < pageSize ? undefined : rows.at(-1)
  } while (after)
}

type ArmedRow = ReminderRow & Pick<Task, 'due' | 'reminders'>

const listArmed = (tx: Transaction, userId: string, after: Pick<ArmedRow, 'task_id' | 'id'> | undefined) =>
  tx<ArmedRow[]>`
    select r.*, t.task -> 'due' as due, t.task -> 'reminders' as reminders
    from reminders.reminder r join reminders.task t on (t.user_id, t.id) = (r.user_id, r.task_id)
    where r.user_id = ${userId} and r.state = 'armed'
      ${after ? tx`and (r.task_id, r.id) > (${after.task_id}, ${after.id})` : tx``}
    order by r.task_id, r.id limit ${pageSize} for update of r`
