import * as v from 'valibot'
import { SettingsError, url } from '../../settings/settings.ts'

/** The settings for a connection to daprd. */
export const daprEntries = {
  DAPR_HTTP_ENDPOINT: v.optional(url),
  DAPR_API_TOKEN: v.optional(v.string()),
}
const schema = v.object(daprEntries)
export type DaprSettings = v.InferOutput<typeof schema>

export interface DaprConnection {
  endpoint: string
  apiToken?: string
}

export function daprConnection(settings: DaprSettings, neededBy = 'EVENTS=dapr'): DaprConnection {
  const { DAPR_HTTP_ENDPOINT: endpoint, DAPR_API_TOKEN: apiToken } = settings
  if (!endpoint) throw new SettingsError(`${neededBy} needs DAPR_HTTP_ENDPOINT, such as http://localhost:3500.`)
  return { endpoint: endpoint.replace(/\/+$/, ''), ...(apiToken && { apiToken }) }
}
