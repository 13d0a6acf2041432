import { askDaprd } from '../ask-daprd.ts'
import { type Alarms, requireName } from './alarms.ts'

export interface DaprAlarmsOptions {
  /** Where daprd listens for HTTP, such as http://localhost:3500. */
  endpoint: string
  apiToken?: string | undefined
  timeoutMs?: number
}

/** Retries for 33 minutes, so that an alarm rings soon after an outage of half an hour. After that only the sweep is left. */
const failurePolicy = { constant: { interval: '1s', maxRetries: 2_000 } }

/** No alarm has this name. A question for it goes to the scheduler, whose death the metadata of daprd does not show. */
const unknownName = 'asked-by-ready'

/** Dapr Jobs through its HTTP API. A ring is a request to the function: see `jobDoor`. */
export function daprAlarms({ endpoint, apiToken, timeoutMs = 5_000 }: DaprAlarmsOptions): Alarms {
  async function ask(method: 'POST' | 'DELETE', name: string, job?: object): Promise<void> {
    const response = await fetch(`${endpoint}/v1.0/jobs/${name}`, {
      method,
      headers: {
        ...(job && { 'content-type': 'application/json' }),
        ...(apiToken !== undefined && { 'dapr-api-token': apiToken }),
      },
      ...(job && { body: JSON.stringify(job) }),
      signal: AbortSignal.timeout(timeoutMs),
    })
    const answer = await response.text()
    if (!response.ok) throw new Error(`Dapr answered ${response.status} to ${method} of the job ${name}: ${answer}`)
  }

  return {
    outlive: true,
    async set(name, at) {
      requireName(name)
      // Without `data` Dapr accepts the job but never calls.
      await ask('POST', name, { dueTime: at.toISOString(), data: null, overwrite: true, failurePolicy })
    },
    async cancel(name) {
      requireName(name)
      await ask('DELETE', name)
    },
    close() {},
    ask: () =>
      askDaprd(
        { endpoint, ...(apiToken && { apiToken }) },
        {
          path: `/v1.0/jobs/${unknownName}`,
          lackOf: ({ ok, text }) => (ok || /not ?found/i.test(text) ? undefined : 'daprd has no scheduler.'),
          hangs: 'The scheduler of daprd does not answer.',
        },
      ),
  }
}
