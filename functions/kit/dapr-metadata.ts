import * as v from 'valibot'
import type { DaprConnection } from './events/publish/dapr-settings.ts'
import { away, codeOf, type PartState, there } from './readiness/part.ts'

/** The metadata of a daprd. The type in its SDK lacks the version and the scheduler. */
export const DaprMetadata = v.object({
  id: v.string(),
  runtimeVersion: v.string(),
  components: v.optional(v.array(v.object({ name: v.string(), type: v.string() })), []),
  scheduler: v.optional(v.object({ connected_addresses: v.optional(v.array(v.string()), []) }), {}),
})
export type DaprMetadata = v.InferOutput<typeof DaprMetadata>

const timeoutMs = 2_000

/** Whether a daprd answers and has what its function needs. By HTTP, because a probe must not load @dapr/dapr. */
export async function askDaprd(
  { endpoint, apiToken }: DaprConnection,
  lackOf: (metadata: DaprMetadata) => string | undefined,
): Promise<PartState> {
  try {
    const response = await fetch(`${endpoint}/v1.0/metadata`, {
      headers: { ...(apiToken && { 'dapr-api-token': apiToken }) },
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (response.status === 401) return away('daprd refuses the token: DAPR_API_TOKEN must be the same on both sides.')
    if (!response.ok) return away(`daprd answers ${response.status}.`)
    const lack = lackOf(v.parse(DaprMetadata, await response.json()))
    return lack === undefined ? there : away(lack)
  } catch (error) {
    return away(`daprd does not answer (${codeOf(error)}).`)
  }
}
