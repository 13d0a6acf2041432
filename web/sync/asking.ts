import type { Shown } from '../model/client.ts'
import type { Refused } from '../model/refused.ts'
import type { Platform } from './platform.ts'
import { isProblem, type Problem, type Server, Unreachable } from './server.ts'
import type { Session } from './session.ts'

/** What questions to the server need. */
export interface Asking {
  platform: Platform
  server: Server
  session: () => Session
  shown: Shown
  /** The person's own zone. */
  zone: () => string
}

/** What only the server of an account knows: without one there is nobody to ask, and "offline" is an answer, too. */
export async function answerOf<T>(
  { server, session }: Pick<Asking, 'server' | 'session'>,
  ask: (server: Server) => Promise<T | Problem>,
): Promise<T | Refused> {
  if (!session().account) return no('no-account')
  return orOffline(() => ask(server))
}

export async function orOffline<T>(ask: () => Promise<T | Problem>): Promise<T | Refused> {
  try {
    const answer = await ask()
    if (!isProblem(answer)) return answer
    const { refused, detail, errors, columns } = answer
    return { refused, detail, errors, ...(columns && { columns }) }
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    const { status, afterMs } = error
    if (status === undefined) return no('offline')
    return { ...no(status === 429 ? 'too-many-requests' : 'unavailable'), ...(afterMs !== undefined && { afterMs }) }
  }
}

export const no = (refused: Refused['refused']): Refused => ({ refused, detail: '', errors: [] })
