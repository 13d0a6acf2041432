import type { Alarms } from '../kit/alarms/alarms.ts'
import type { Sql } from '../kit/postgres/connect.ts'

interface AlarmDeps {
  sql: Sql
  alarms: Alarms
  now: () => Date
}

/** The pause before the next try where another process has locked a due reminder. */
const againMs = 1_000

/**
 * The name of an alarm is its moment, so that no process overwrites the alarm of another. One alarm too many finds nothing
 * to do.
 */
const nameOf = (at: Date) => `due-${at.getTime()}`

/** The moment of an alarm; nothing for a name that this function never sets. */
export function momentOf(name: string): Date | undefined {
  const ms = /^due-(\d{1,15})$/.exec(name)?.[1]
  return ms === undefined ? undefined : new Date(Number(ms))
}

/**
 * Sets an alarm for the next reminder, also where one is set already if `again`, and removes the alarms that no reminder
 * needs. Answers whether the next reminder is due already.
 */
export async function setNextAlarm({ sql, alarms, now }: AlarmDeps, again = false): Promise<boolean> {
  await sql`delete from reminders.alarm where at <= ${now()}`
  const [found] = await sql<{ next: Date | null; is_set: boolean; unneeded: Date[] }[]>`
    select * from reminders.alarms()`
  if (!found) return false
  const { next, is_set, unneeded } = found
  if (next && (again || !is_set || !alarms.outlive)) await set(next)
  for (const at of unneeded) await remove(at)
  return next !== null && next <= now()

  async function set(moment: Date): Promise<void> {
    const at = new Date(Math.max(moment.getTime(), now().getTime() + againMs * Number(moment <= now())))
    await alarms.set(nameOf(at), at)
    if (alarms.outlive) await sql`insert into reminders.alarm values (${at}) on conflict do nothing`
  }

  /** Another process may arm a reminder for this moment meanwhile, and rely on the alarm that is being removed. */
  async function remove(at: Date): Promise<void> {
    await sql`delete from reminders.alarm where at = ${at}`
    await alarms.cancel(nameOf(at))
    const [row] = await sql<{ needed: boolean }[]>`select reminders.is_due_at(${at}) as needed`
    if (row?.needed) await set(at)
  }
}
