import type { Alarms } from '../kit/alarms/alarms.ts'
import type { Sql } from '../kit/postgres/connect.ts'

export interface KeepAlarmDeps {
  sql: Sql
  alarms: Alarms
  now: () => Date
}

/** What is due but could not be claimed, because somebody else was at it, is looked at again after this. */
const againMs = 1_000

/**
 * Every alarm is named by its moment, so that of two processes that set one at the same time neither overwrites the
 * other's: an alarm too many only finds nothing to do.
 */
const nameOf = (at: Date) => `due-${at.getTime()}`

/** The moment that an alarm was set for; nothing for a name that was never given here. */
export function momentOf(name: string): Date | undefined {
  const ms = /^due-(\d{1,15})$/.exec(name)?.[1]
  return ms === undefined ? undefined : new Date(Number(ms))
}

/**
 * An alarm is set for the next moment at which something is due, and for no moment that nobody needs. Answers whether that
 * moment has come already.
 */
export async function keepAlarm({ sql, alarms, now }: KeepAlarmDeps, again = false): Promise<boolean> {
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

  /** Somebody may need that very moment again while it is being removed, and rely on the alarm that was there. */
  async function remove(at: Date): Promise<void> {
    await sql`delete from reminders.alarm where at = ${at}`
    await alarms.cancel(nameOf(at))
    const [row] = await sql<{ needed: boolean }[]>`select reminders.is_due_at(${at}) as needed`
    if (row?.needed) await set(at)
  }
}
