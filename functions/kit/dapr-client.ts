import { setTimeout as pause } from 'node:timers/promises'
import type { DaprClient } from '@dapr/dapr'
import type { DaprConnection } from './events/publish/dapr-settings.ts'

/** How long a daprd may take to start: it starts together with the function. */
const startTimeoutMs = 10_000
const silent = () => {}

/**
 * Dapr's own client, for a daprd that answers. Importing it takes a quarter of a second, so the import is lazy. It would wait
 * half a minute for a daprd that is down or refuses the token, and report neither, so this checks both first. Its `stop` closes
 * the connections of all clients in the process: call it only where no other client can be at work.
 */
export async function daprClient(connection: DaprConnection): Promise<DaprClient> {
  await untilItAnswers(connection)
  const { DaprClient } = await import('@dapr/dapr')
  const { protocol, hostname, port } = new URL(connection.endpoint)
  return new DaprClient({
    daprHost: `${protocol}//${hostname}`,
    daprPort: port || (protocol === 'https:' ? '443' : '80'),
    ...(connection.apiToken && { daprApiToken: connection.apiToken }),
    // It also logs every error that it throws, and not as JSON.
    logger: { service: { error: silent, warn: silent, info: silent, verbose: silent, debug: silent } },
  })
}

async function untilItAnswers({ endpoint, apiToken }: DaprConnection): Promise<void> {
  const headers = { ...(apiToken && { 'dapr-api-token': apiToken }) }
  const ask = () => fetch(`${endpoint}/v1.0/metadata`, { headers, signal: AbortSignal.timeout(startTimeoutMs) })
  const until = performance.now() + startTimeoutMs
  for (;;) {
    const answer = await ask().then(({ status }) => status, reasonOf)
    if (answer === 200) return
    if (answer === 401)
      throw new Error(`daprd at ${endpoint} refuses the token: DAPR_API_TOKEN must be the same on both sides`)
    if (performance.now() > until) throw new Error(`daprd at ${endpoint} does not answer: ${answer}`)
    await pause(100)
  }
}

/** Dapr's client throws a JSON document, with the JSON document of daprd inside. */
export function reasonOf(error: unknown): string {
  const { message = String(error), cause } = error instanceof Error ? error : {}
  if (cause instanceof Error) return reasonOf(cause)
  try {
    const { error_msg: inner, message: reason } = JSON.parse(message)
    return inner === undefined ? String(reason) : reasonOf(new Error(inner))
  } catch {
    return message
  }
}
