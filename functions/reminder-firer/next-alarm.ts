import type { Alarms } from '../kit/alarms/alarms.ts'
import type { Sql } from '../kit/postgres/connect.ts'
import { startMs } from '../kit/postgres/start-time.ts'

export interface AlarmDeps {
  sql: Sql
  alarms: Alarms
  /** The most by which an alarm rings before its moment. */
  mostLeadMs: number
  now: () => Date
}

/** The pause before the next try where another process has locked a due reminder. */
const againMs = 1_000
/** A start may take a little longer than the ones before. */
const marginMs = 300
/** The functions that have to start, one after the other, before a reminder can be sent. */
const inTheWay = ['reminder-firer', 'notifier']

/**
 * The name of an alarm is the moment of its reminders, so that no process overwrites the alarm of another. One alarm too many
 * finds nothing to do.
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
export async function setNextAlarm(deps: AlarmDeps, again = false): Promise<boolean> {
  const { sql, alarms, now } = deps
  await sql`delete from reminders.alarm where at <= ${now()}`
  const [found] = await sql<{ next: Date | null; is_set: boolean; unneeded: Date[] }[]>`
    select * from reminders.alarms()`
  if (!found) return false
  const { next, is_set, unneeded } = found
  if (next && (again || !is_set || !alarms.outlive)) await set(next)
  for (const at of unneeded) await remove(at)
  return next !== null && next <= now()

  async function set(moment: Date): Promise<void> {
    const isDue = moment <= now()
    const at = new Date(isDue ? Math.max(moment.getTime(), now().getTime() + againMs) : moment.getTime())
    const ringsAt = new Date(at.getTime() - (isDue ? 0 : await leadMs(deps)))
    await alarms.set(nameOf(at), ringsAt)
    if (alarms.outlive) await sql`select reminders.note_alarm(${at}, ${ringsAt})`
  }

  /** Another process may arm a reminder for this moment meanwhile, and rely on the alarm that is being removed. */
  async function remove(at: Date): Promise<void> {
    await sql`delete from reminders.alarm where at = ${at}`
    await alarms.cancel(nameOf(at))
    const [row] = await sql<{ needed: boolean }[]>`select reminders.is_due_at(${at}) as needed`
    if (row?.needed) await set(at)
  }
}

/** How early an alarm must ring: as long as the functions need to start. One that runs in a process needs no start. */
async function leadMs({ sql, alarms, mostLeadMs }: AlarmDeps): Promise<number> {
  if (!alarms.outlive || mostLeadMs === 0) return 0
  return Math.min(mostLeadMs, (await startMs(sql, inTheWay)) + marginMs)
}
