import type { Alarms } from '../kit/alarms/alarms.ts'
import type { Log } from '../kit/log.ts'
import { daysBefore } from '../kit/retention.ts'
import { newTimer, within } from '../kit/timers.ts'
import { batchSize, type FireDeps, fireBatch } from './fire.ts'
import { keepAlarm, momentOf } from './keep-alarm.ts'

export interface FirerDeps extends FireDeps {
  alarms: Alarms
  log: Log
}

export interface Firer {
  /** Fires what is due and sets the alarm for what is next. If it rejects, it is tried again while the process lives. */
  run(): Promise<number>
  /**
   * The same, as far as it is done within a few seconds: an answer waits no longer for it. It never rejects, and goes on.
   */
  runSoon(): Promise<void>
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

/** What fired is shown for as long. */
const firedDays = 90
const longestPauseMs = 60_000
/** How long the answer to an event waits for what follows from it. */
const patienceMs = 5_000

export function createFirer(deps: FirerDeps): Firer {
  const { sql, outbox, now, log } = deps
  const retry = newTimer(() => run())
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
    runSoon: () =>
      within(
        run().catch(() => {}),
        patienceMs,
      ),
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
      await sql`select reminders.forget_old(${daysBefore(now(), firedDays)})`
    },
  }
}
