import type { Context } from 'hono'
import { accountExists, wrongCredentials } from '../../domain/problems.ts'
import { invalidRequest, notAllowed, notSignedIn, unavailable } from '../../kit/core/problems.ts'
import { type Fault, type Problem, type Refusal, refuse } from '../../kit/core/refusal.ts'
import type { Log } from '../../kit/log.ts'
import type { Auth, AuthDeps } from './auth.ts'

/** The library behind `/api/auth`. The first request that needs it imports it: that takes most of a cold start. */
export function signInLibrary(deps: AuthDeps) {
  let auth: Promise<Auth> | undefined
  const load = () => {
    auth ??= import('./auth.ts').then(({ createAuth }) => createAuth(deps))
    return auth
  }

  /** Passes a checked request on and returns the answer. An error of the library becomes a refusal of ours. */
  async function pass(c: Context, path: string, body?: object): Promise<Response | Refusal> {
    const { publicUrl } = deps.identity
    const cookie = c.req.header('cookie')
    const request = new Request(`${publicUrl}/api/auth${path}`, {
      method: c.req.method,
      headers: {
        origin: publicUrl,
        ...(cookie && { cookie }),
        'user-agent': (c.req.header('user-agent') ?? '').slice(0, 500),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    const answer = await (await load()).handler(request)
    return answer.ok ? answerOf(answer) : refusalOf(await codeOf(answer), answer.status, deps.log)
  }

  /** Makes a signing key where there is none that may sign: the library does so before it signs, so let it sign anything. */
  async function makeKey(): Promise<void> {
    await (await load()).api.signJWT({ body: { payload: {} } })
  }

  return { pass, makeKey }
}

export type SignInLibrary = ReturnType<typeof signInLibrary>
export type Pass = SignInLibrary['pass']

async function answerOf(answer: Response): Promise<Response> {
  const headers = new Headers({ 'content-type': 'application/json', 'cache-control': 'no-store' })
  for (const cookie of answer.headers.getSetCookie()) headers.append('set-cookie', cookie)
  return new Response(await answer.text(), { status: answer.status, headers })
}

async function codeOf(answer: Response): Promise<string> {
  try {
    const body: unknown = await answer.json()
    return typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : ''
  } catch {
    return ''
  }
}

const codes: Record<string, Problem> = {
  INVALID_EMAIL_OR_PASSWORD: wrongCredentials,
  INVALID_PASSWORD: wrongCredentials,
  USER_ALREADY_EXISTS: accountExists,
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: accountExists,
  INVALID_EMAIL: invalidRequest,
  PASSWORD_TOO_SHORT: invalidRequest,
  PASSWORD_TOO_LONG: invalidRequest,
  VALIDATION_ERROR: invalidRequest,
  SESSION_EXPIRED: notSignedIn,
}

/** The library has its own rule for addresses; the routes have checked everything else. */
const invalidAddress = { path: 'email', message: 'must be an email address' }
const faults: Record<string, Fault> = { INVALID_EMAIL: invalidAddress, VALIDATION_ERROR: invalidAddress }

const byStatus: Record<number, Problem> = { 400: invalidRequest, 401: notSignedIn, 403: notAllowed }

function refusalOf(code: string, status: number, log: Log): Refusal {
  const ours = codes[code] ?? byStatus[status]
  const fault = faults[code]
  if (ours) return refuse(ours, fault && { errors: [fault] })
  log.error({ outcome: 'sign-in failed', code, status })
  return refuse(unavailable, { headers: { 'retry-after': '1' } })
}
