import { createApi } from '../tools/api.ts'
import type { McpCall } from './door.ts'
import type { RunDeps } from './run-tool.ts'

const most = 20

/** The tags of the person that begin like this. */
export async function completeTag(deps: RunDeps, call: McpCall, start: string): Promise<string[]> {
  const api = createApi({ addresses: deps.addresses, token: call.session.token, signal: AbortSignal.timeout(5_000) })
  const { body } = await api.call('GET', '/api/tags')
  const { items } = body as { items: { name: string }[] }
  const wanted = start.toLocaleLowerCase()
  return items.flatMap(({ name }) => (name.toLocaleLowerCase().startsWith(wanted) ? [name] : [])).slice(0, most)
}
