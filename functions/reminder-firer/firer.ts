import type { Outbox } from '../kit/events/outbox.ts'
import { daysBefore } from '../kit/retention.ts'
import { newTimer, within } from '../kit/timers.ts'
import { type EarlyRingDeps, waitForMoment } from './early-ring.ts'
import { batchSize, fireBatch } from './fire.ts'
import { type AlarmDeps, momentOf, setNextAlarm } from './next-alarm.ts'

interface FirerDeps extends AlarmDeps, EarlyRingDeps {
  outbox: Pick<Outbox, 'publish'>
}

export interface Firer {
  /** Fires due reminders and sets the alarm for the next one. If it rejects, it runs again after a pause. */
  run(): Promise<number>
  /** The same, but it never rejects, and resolves after a few seconds at the latest while the work goes on. */
  runSoon(): Promise<void>
  /** An alarm rang. Waits for its moment, and rejects if not everything fired, so that it rings again. */
  ring(name: string): Promise<void>
  /** Fires what a crash left, sets an alarm that a scheduler lost, and deletes old reminders. */
  sweep(): Promise<void>
}

interface Round {
  fired: number
  /** The last events are published, or wait for a sweep. */
  published: Promise<void>
}

/** How long reminders stay in the list after they fired. */
const firedDays = 90
const longestPauseMs = 5_000
/** How long the answer to an event waits for the reminders that it makes due. */
const patienceMs = 5_000

export function createFirer(deps: FirerDeps): Firer {
  const { sql, outbox, now, log } = deps
  const retry = newTimer(() => run())
  let failures = 0
  let running: Promise<Round> | undefined
  let following: Promise<Round> | undefined

  /** Publishes the events of a batch while it claims the next one, and is never more than one batch behind. */
  async function fireAll(): Promise<Round> {
    let fired = 0
    let published = Promise.resolve()
    try {
      for (let overdue = true; overdue; ) {
        const batch = await fireBatch(deps)
        fired += batch.fired
        await published
        published = outbox.publish(batch.events)
        // A due reminder that cannot be claimed is locked by another process. The alarm tries again.
        overdue = batch.fired === batchSize || ((await setNextAlarm(deps)) && batch.fired > 0)
      }
      failures = 0
      return { fired, published }
    } catch (err) {
      const pauseMs = Math.min(1_000 * 2 ** failures++, longestPauseMs)
      log.warn({ err, fired, pauseMs, outcome: 'not all fired, or no alarm set' })
      retry.after(pauseMs)
      throw err
    }
  }

  /** All calls during a round share the next one, which begins after it. */
  function round(): Promise<Round> {
    if (!running) {
      running = fireAll().finally(() => {
        running = undefined
      })
      return running
    }
    following ??= running.catch(() => {}).then(follow)
    return following
  }

  function follow(): Promise<Round> {
    following = undefined
    return round()
  }

  async function run(): Promise<number> {
    const { fired, published } = await round()
    await published
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
      if (!at) return log.warn({ outcome: 'an alarm with an unknown name' })
      // Only this request waits: events, other alarms and a sweep go on beside it.
      await waitForMoment(deps, at)
      await run()
    },
    async sweep() {
      await run()
      await setNextAlarm(deps, true)
      await sql`select reminders.forget_old(${daysBefore(now(), firedDays)})`
    },
  }
}
