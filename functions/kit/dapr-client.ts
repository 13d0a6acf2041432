import { setTimeout as pause } from 'node:timers/promises'
import type { DaprClient } from '@dapr/dapr'
import type { DaprConnection } from './events/publish/dapr-settings.ts'

/** How long a daprd that starts beside us may take. */
const patienceMs = 10_000
const silent = () => {}

/**
 * Dapr's own client of a daprd that answers. Loading it takes a quarter of a second of a start, so only those load it that
 * chose it. It would wait half a minute for a daprd that is away or refuses the token, and say neither: ask before.
 */
export async function daprClient(connection: DaprConnection): Promise<DaprClient> {
  await untilItAnswers(connection)
  const { DaprClient } = await import('@dapr/dapr')
  const { protocol, hostname, port } = new URL(connection.endpoint)
  return new DaprClient({
    daprHost: `${protocol}//${hostname}`,
    daprPort: port || (protocol === 'https:' ? '443' : '80'),
    ...(connection.apiToken && { daprApiToken: connection.apiToken }),
    // It writes what it also throws to the console, where our logs are lines of JSON.
    logger: { service: { error: silent, warn: silent, info: silent, verbose: silent, debug: silent } },
  })
}

async function untilItAnswers({ endpoint, apiToken }: DaprConnection): Promise<void> {
  const headers = { ...(apiToken && { 'dapr-api-token': apiToken }) }
  const ask = () => fetch(`${endpoint}/v1.0/metadata`, { headers, signal: AbortSignal.timeout(patienceMs) })
  const until = performance.now() + patienceMs
  for (;;) {
    const answer = await ask().then(({ status }) => status, reasonOf)
    if (answer === 200) return
    if (answer === 401)
      throw new Error(`daprd at ${endpoint} refuses the token: DAPR_API_TOKEN must be the same on both sides`)
    if (performance.now() > until) throw new Error(`daprd at ${endpoint} does not answer: ${answer}`)
    await pause(100)
  }
}

/** What Dapr's client throws is a JSON of its own around the JSON that daprd answered. */
export function reasonOf(error: unknown): string {
  const { message = String(error), cause } = error instanceof Error ? error : {}
  if (cause instanceof Error) return reasonOf(cause)
  try {
    const { error_msg: answered, message: said } = JSON.parse(message)
    return answered === undefined ? String(said) : reasonOf(new Error(answered))
  } catch {
    return message
  }
}
