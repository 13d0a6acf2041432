import { createHash, timingSafeEqual } from 'node:crypto'
import type { Handler } from 'hono'
import { notSignedIn, unavailable } from '../core/problems.ts'
import { refuse } from '../core/refusal.ts'
import { problemResponse } from '../http/problem.ts'
import type { Log } from '../log.ts'
import { alarmName, type Ring } from './alarms.ts'

export interface JobDoorOptions {
  /** What Dapr shows of itself (APP_API_TOKEN). Without it nobody gets in. */
  token: string | undefined
  ring: Ring
  log: Log
}

/**
 * The door by which Dapr Jobs rings, `POST /job/{name}`. Of what comes only the name counts. 2xx is done; whatever went
 * wrong is a 5xx, to be called again. What will never be right is logged and done: Dapr has no dead letters.
 */
export function jobDoor({ token, ring, log }: JobDoorOptions): Handler {
  return async c => {
    const given = c.req.header('dapr-api-token')
    if (token === undefined || given === undefined || !timingSafeEqual(digest(given), digest(token)))
      return problemResponse(refuse(notSignedIn, { detail: 'Whoever rings says who they are.' }))
    const startedAt = performance.now()
    const name = c.req.param('name') ?? ''
    const said = (outcome: string) => ({ job: name, outcome, durationMs: Math.round(performance.now() - startedAt) })
    if (!alarmName.test(name)) {
      log.warn({ outcome: 'a job of a name that nobody gave' })
      return c.body(null, 204)
    }
    try {
      await ring(name)
      log.info(said('rang'))
      return c.body(null, 204)
    } catch (err) {
      log.error({ ...said('failed'), err })
      return problemResponse(refuse(unavailable))
    }
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest()
