import type { Alarms } from '../kit/alarms/alarms.ts'
import { timerAlarm } from '../kit/events/alarm.ts'
import { forgetReceived } from '../kit/events/inbox.ts'
import type { Log } from '../kit/log.ts'
import { batchSize, type FireDeps, fireBatch } from './fire.ts'
import { keepAlarm, momentOf } from './keep-alarm.ts'

export interface FirerDeps extends FireDeps {
  alarms: Alarms
  log: Log
}

export interface Firer {
  /** Fires what is due and sets the alarm for what is next. If it rejects, it is tried again while the process lives. */
  run(): Promise<number>
  /** An alarm rang. */
  ring(name: string): Promise<void>
  /** Mends what a crash or a scheduler without a memory may have left, and forgets what is old. */
  sweep(): Promise<void>
}

interface Round {
  fired: number
  /** When the last events have left, or wait for a sweep. */
  left: Promise<void>
}

const dayMs = 86_400_000
/** For looking into what was sent; nothing depends on it. */
const publishedDays = 1
/** Longer than Kafka keeps records, and than an operator takes to replay a dead letter. */
const receivedDays = 35
/** What fired is shown for as long. */
const firedDays = 90
const longestPauseMs = 60_000

export function createFirer(deps: FirerDeps): Firer {
  const { sql, outbox, now, log } = deps
  const retry = timerAlarm(() => run())
  let failures = 0
  let running: Promise<Round> | undefined
  let following: Promise<Round> | undefined

  /** Events leave while the next batch is claimed, and never more than one batch behind. */
  async function fireAll(): Promise<Round> {
    let fired = 0
    let left = Promise.resolve()
    try {
      for (let overdue = true; overdue; ) {
        const batch = await fireBatch(deps)
        fired += batch.fired
        await left
        left = outbox.publish(batch.events)
        // Where nothing could be claimed somebody else is at it, and the alarm looks again.
        overdue = batch.fired === batchSize || ((await keepAlarm(deps)) && batch.fired > 0)
      }
      failures = 0
      return { fired, left }
    } catch (err) {
      const pauseMs = Math.min(1_000 * 2 ** failures++, longestPauseMs)
      log.warn({ err, fired, pauseMs, outcome: 'not all fired, or no alarm set' })
      retry.after(pauseMs)
      throw err
    }
  }

  /** Whoever comes while it runs waits for one round that begins afterwards, together with all the others. */
  function round(): Promise<Round> {
    if (!running) {
      running = fireAll().finally(() => {
        running = undefined
      })
      return running
    }
    following ??= running.then(
      () => follow(),
      () => follow(),
    )
    return following
  }

  function follow(): Promise<Round> {
    following = undefined
    return round()
  }

  async function run(): Promise<number> {
    const { fired, left } = await round()
    await left
    return fired
  }

  return {
    run,
    async ring(name) {
      const at = momentOf(name)
      if (!at) return log.warn({ outcome: 'an alarm of a name that was never given' })
      // It rang early, and whoever needs one for that moment sets it again.
      if (at > now()) await sql`delete from reminders.alarm where at = ${at}`
      await run()
    },
    async sweep() {
      await run()
      await keepAlarm(deps, true)
      await outbox.sweep()
      await forgetReceived(sql, 'reminders', daysAgo(now(), receivedDays))
      await sql`select reminders.forget_published(${daysAgo(now(), publishedDays)}), reminders.forget_old(${daysAgo(now(), firedDays)})`
    },
  }
}

const daysAgo = (now: Date, days: number) => new Date(now.getTime() - days * dayMs)
