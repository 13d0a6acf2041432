import type { DaprConnection } from './events/publish/dapr-settings.ts'
import { away, codeOf, type PartState, there } from './readiness/part.ts'

interface Question {
  path: string
  /** What the answer shows to be missing. */
  lackOf: (answer: { ok: boolean; text: string }) => string | undefined
  /** What it means that no answer comes. */
  hangs: string
}

const timeoutMs = 2_000

/** Asks a daprd whether it has what its function needs. By HTTP, because a probe must not load @dapr/dapr. */
export async function askDaprd(
  { endpoint, apiToken }: DaprConnection,
  { path, lackOf, hangs }: Question,
): Promise<PartState> {
  try {
    const headers = { ...(apiToken && { 'dapr-api-token': apiToken }) }
    const response = await fetch(`${endpoint}${path}`, { headers, signal: AbortSignal.timeout(timeoutMs) })
    const text = await response.text()
    if (response.status === 401) return away('daprd refuses the token: DAPR_API_TOKEN must be the same on both sides.')
    const lack = lackOf({ ok: response.ok, text })
    return lack === undefined ? there : away(lack)
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError'
    return away(isLate ? hangs : `daprd does not answer (${codeOf(error)}).`)
  }
}
