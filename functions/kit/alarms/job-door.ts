import type { Context, Handler } from 'hono'
import { notSignedIn, unavailable } from '../core/problems.ts'
import { refuse } from '../core/refusal.ts'
import { byDapr } from '../events/may-deliver.ts'
import { problemResponse } from '../http/problem.ts'
import { functionOf, type Log } from '../log.ts'
import { inSpan, type Span } from '../telemetry/span.ts'
import { alarmName, type Ring } from './alarms.ts'

interface JobDoorOptions {
  /** The APP_API_TOKEN of Dapr. Without one every request is refused. */
  token: string | undefined
  ring: Ring
  log: Log
}

/**
 * The door for rings of Dapr Jobs, `POST /job/{name}`. It reads only the name. 2xx ends the job, and 503 makes Dapr retry.
 * A job that can never succeed is logged and answered with 2xx, because Dapr has no dead letters.
 */
export function jobDoor({ token, ring, log }: JobDoorOptions): Handler {
  const admit = token === undefined ? async () => undefined : byDapr(token)
  const functionName = functionOf(log)
  return c => inSpan({ name: 'alarm', kind: 'consumer', from: c.req.header('traceparent') }, span => answer(c, span))

  async function answer(c: Context, span: Span): Promise<Response> {
    if (!(await admit(c)))
      return problemResponse(refuse(notSignedIn, { detail: 'Send the APP_API_TOKEN in the header dapr-api-token.' }))
    span.attributes.function = functionName
    const startedAt = performance.now()
    const name = c.req.param('name') ?? ''
    const line = (outcome: string) => ({ job: name, outcome, durationMs: Math.round(performance.now() - startedAt) })
    if (!alarmName.test(name)) {
      log.warn({ outcome: 'ignored: not the name of an alarm' })
      return c.body(null, 204)
    }
    try {
      await ring(name)
      log.info(line('rang'))
      return c.body(null, 204)
    } catch (err) {
      span.failure = 'failed'
      log.error({ ...line('failed'), err })
      return problemResponse(refuse(unavailable))
    }
  }
}
