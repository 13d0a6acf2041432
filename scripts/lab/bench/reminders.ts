import { setTimeout as pause } from 'node:timers/promises'
import type { Alarms, Ring } from '../../../functions/kit/alarms/alarms.ts'
import { localAlarms } from '../../../functions/kit/alarms/local.ts'
import type { Outgoing } from '../../../functions/kit/events/event.ts'
import { createOutbox } from '../../../functions/kit/events/outbox.ts'
import { createLog } from '../../../functions/kit/log.ts'
import { connect, type Sql } from '../../../functions/kit/postgres/connect.ts'
import { waitUntil } from '../../../functions/kit/timers.ts'
import { createFirer } from '../../../functions/reminder-firer/firer.ts'
import { insertArmed } from '../../../functions/reminder-firer/testing/armed.ts'
import { handAlarms } from '../../../functions/reminder-firer/testing/hand-alarms.ts'
import { count, figure, note, quantile } from './parts/figure.ts'
import { withPostgres } from './parts/postgres.ts'
import { scaled } from './parts/scale.ts'

const log = createLog('bench', 'error')

interface Fired {
  id: string
  userId: string
  firedAfterMs: number
  lateMs: number
  emittedAt: number
}

/** How late reminders are on the real clock, with few of them and with very many in one second. */
export const bench = (): Promise<void> =>
  withPostgres(async databaseUrl => {
    const owner = connect(databaseUrl, undefined, { connections: 1 })
    const sql = connect(databaseUrl, 'reminder_firer')
    await onFakeClock(owner, sql)
    await scattered(owner, sql)
    await atOnce(owner, sql)
    await Promise.all([owner.end(), sql.end()])
  })

/** The clock jumps from alarm to alarm: this counts which reminders fire, not how late. */
async function onFakeClock(owner: Sql, sql: Sql): Promise<void> {
  const many = scaled(10_000, 100)
  const from = '2026-01-01T10:00:00.000Z'
  const { alarms, bell, clock, until } = handAlarms(from)
  const { fired, firer } = firing(sql, alarms, () => clock.now)
  bell.ring = firer.ring
  await insertArmed(owner, many, 500, from, 120_000)
  await firer.run()
  await until('2026-01-01T10:02:01.000Z')
  const once = new Set(fired.map(({ id }) => id)).size
  const early = fired.filter(({ firedAfterMs }) => firedAfterMs < 0).length
  const outcome = `${early} early, ${many - once} lost, ${fired.length - once} doubled`
  figure(
    `${count(many)} reminders at random moments in 2 minutes`,
    outcome,
    '0, 0, 0',
    !early && once === many && fired.length === many,
  )
}

/** A reminder-firer, by default with the alarms of this process and the real clock. */
function firing(sql: Sql, given?: Alarms, now = () => new Date()) {
  const fired: Fired[] = []
  const publisher = {
    async publish(events: Outgoing[]) {
      for (const { topic, userId, data } of events) {
        if (topic !== 'reminders') continue
        const { reminder, dueAt, firedAt } = data as { reminder: { id: string }; dueAt: string; firedAt: string }
        const emittedAt = Date.now()
        const firedAfterMs = Date.parse(firedAt) - Date.parse(dueAt)
        fired.push({ id: reminder.id, userId, firedAfterMs, lateMs: emittedAt - Date.parse(dueAt), emittedAt })
      }
    },
    close: async () => {},
  }
  const retryTimer = { after: () => {} }
  const outbox = createOutbox({ sql, schema: 'reminders', functionName: 'reminder-firer', publisher, retryTimer, log })
  const bell: { ring?: Ring } = {}
  const alarms = given ?? localAlarms({ ring: name => bell.ring?.(name) ?? Promise.resolve() })
  const until = (at: Date) => waitUntil(at, now)
  const firer = createFirer({ sql, outbox, publisher, alarms, mostLeadMs: 0, began: now(), now, until, log })
  bell.ring = firer.ring
  return { fired, firer, alarms }
}

async function scattered(owner: Sql, sql: Sql): Promise<void> {
  const many = scaled(500, 20)
  const { fired, firer, alarms } = firing(sql)
  await insertArmed(owner, many, 50, new Date(Date.now() + 3_000).toISOString(), 30_000)
  await firer.run()
  while (fired.length < many) await pause(50)
  alarms.close()
  const late = fired.map(({ lateMs }) => lateMs)
  const p99 = quantile(late, 0.99)
  const once = new Set(fired.map(({ id }) => id)).size
  figure(`${many} reminders over 30 s`, `p99 ${p99} ms late`, '<= 1,000 ms', p99 <= 1_000 && once === fired.length)
  const early = fired.filter(({ firedAfterMs }) => firedAfterMs < 0).length
  note(
    `median ${quantile(late, 0.5)} ms, latest ${Math.max(...late)} ms; ${early} early, ${fired.length - once} doubled`,
  )
}

async function atOnce(owner: Sql, sql: Sql): Promise<void> {
  const many = scaled(20_000, 500)
  const { fired, firer, alarms } = firing(sql)
  const at = new Date(Date.now() + 6_000)
  await insertArmed(owner, many, 1, at.toISOString(), 1_000)
  // One reminder of another person, at the end of that second.
  await insertArmed(owner, 1, 2, new Date(at.getTime() + 999).toISOString(), 0, 1)
  global.gc?.()
  const before = process.memoryUsage().rss
  let peak = 0
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss)
  }, 50)
  await firer.run()
  while (fired.length < many + 1) await pause(50)
  clearInterval(watch)
  alarms.close()
  const seconds = (Math.max(...fired.map(({ emittedAt }) => emittedAt)) - at.getTime()) / 1_000
  const other = (fired.find(({ userId }) => userId === 'person-1')?.lateMs ?? Number.NaN) / 1_000
  figure(`${count(many)} reminders in one second`, `all emitted in ${seconds.toFixed(1)} s`, '<= 120 s', seconds <= 120)
  figure("another person's one in that second", `${other.toFixed(2)} s late`, '<= 10 s', other <= 10)
  const mib = (peak - before) / 2 ** 20
  figure('memory meanwhile', `${Math.round(mib)} MiB more`, '<= 128 MiB', mib <= 128)
  const once = new Set(fired.map(({ id }) => id)).size
  note(`${count(many / seconds)}/s; ${fired.length - once} doubled`)
}
