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

/** Turns an unreachable server into a refusal. */
export async function withRefusals<T>(ask: () => Promise<T | Problem>): Promise<T | Refusal> {
  try {
    const answer = await ask()
    if (!isProblem(answer)) return answer
    const { refused, detail, errors, columns } = answer
    return { refused, detail, errors, ...(columns && { columns }) }
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    const { status, afterMs } = error
    if (status === undefined) return refusal('offline')
    return {
      ...refusal(status === 429 ? 'too-many-requests' : 'unavailable'),
      ...(afterMs !== undefined && { afterMs }),
    }
  }
}

export const refusal = (refused: Refusal['refused']): Refusal => ({ refused, detail: '', errors: [] })
