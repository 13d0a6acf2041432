import type { ClientState } from '../model/client.ts'
import type { Refusal } from '../model/refusal.ts'
import type { Platform } from './platform.ts'
import { isProblem, type Problem, type Server, Unreachable } from './server.ts'
import type { Session } from './session.ts'

/** What a request to the server needs. */
export interface RequestContext {
  platform: Platform
  server: Server
  session: () => Session
  state: ClientState
  /** The person's time zone. */
  zone: () => string
}

/** A request that needs an account. Without one, or offline, the answer is a refusal. */
export async function askWithAccount<T>(
  { server, session }: Pick<RequestContext, 'server' | 'session'>,
  ask: (server: Server) => Promise<T | Problem>,
): Promise<T | Refusal> {
  if (!session().account) return refusal('no-account')
  return withRefusals(() => ask(server))
}

/** Turns a missing or useless answer into a refusal. */
export async function withRefusals<T>(ask: () => Promise<T | Problem>): Promise<T | Refusal> {
  try {
    const answer = await ask()
    if (!isProblem(answer)) return answer
    const { refused, detail, errors, traceId, columns } = answer
    return { refused, detail, errors, ...(traceId && { traceId }), ...(columns && { columns }) }
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    const { answer } = error
    if (!answer) return refusal('offline')
    const { status, ...more } = answer
    return { ...refusal(codes[status] ?? 'internal'), ...more }
  }
}

/** What an answer without a usable body means. Every other status is a fault of the server. */
const codes: Partial<Record<number, Refusal['refused']>> = {
  408: 'unavailable',
  429: 'too-many-requests',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
}

export const refusal = (refused: Refusal['refused']): Refusal => ({ refused, detail: '', errors: [] })
