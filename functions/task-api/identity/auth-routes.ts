import type { Context, Hono } from 'hono'
import { accountExists, wrongCredentials } from '../../domain/problems.ts'
import { notSignedIn, originRefused, routeNotFound, tooManyRequests, unavailable } from '../../kit/core/problems.ts'
import { isRefusal, type Refusal, refuse } from '../../kit/core/refusal.ts'
import { listUnpublished } from '../../kit/events/outbox-table.ts'
import { ok } from '../../kit/http/answer.ts'
import { route } from '../../kit/http/api.ts'
import { places } from '../../kit/http/places.ts'
import { problemResponse } from '../../kit/http/problem.ts'
import { tokenMissing } from '../../kit/identity/identify-by-jwt.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import type { Sql } from '../../kit/postgres/connect.ts'
import { counter } from '../../kit/telemetry/instruments.ts'
import { currentTraceparent } from '../../kit/telemetry/span.ts'
import type { WorkDeps } from '../work.ts'
import { addressOf } from './address.ts'
import { ChangePassword, Done, Keys, NoSession, SignedIn, SignedToken, SignIn, SignUp } from './auth-schemas.ts'
import { listPublicKeys } from './own-keys.ts'
import { findSession, requireSameOrigin } from './session-cookie.ts'
import type { IdentitySettings } from './settings.ts'
import type { Pass } from './sign-in.ts'
import { countAttempt, forgetAttempts, limits } from './throttle.ts'

const tag = 'auth'

/** Hashing a password holds one of four threads that files and names of hosts need too: two remain for those. */
const hashingPlaces = places({
  name: 'sign-ins',
  running: 2,
  waiting: 60,
  waitMs: 5_000,
  each: { running: 2, waiting: 60 },
})

const attemptRefusals = [originRefused, tooManyRequests] as const

type SignInDeps = WorkDeps & { identity: IdentitySettings; pass: Pass }

/** The part of the library that people need. Each route checks its request like all others, then passes it on. */
export const authRoutes = [
  route(
    {
      method: 'post',
      path: '/api/auth/sign-up/email',
      id: 'signUp',
      summary: 'Sign up with an email address and a password, and be signed in',
      tag,
      heavy: hashingPlaces,
      body: SignUp,
      answers: { 200: SignedIn },
      refusals: [accountExists, ...attemptRefusals],
    },
    async (deps: SignInDeps, { c, body }) => {
      const { sql, identity, pass } = deps
      requireSameOrigin(c, identity)
      await countAttempt(sql, limits.signUp, addressOf(c))
      const outcome = await pass(c, '/sign-up/email', { name: body.email.split('@')[0], ...body })
      if (!isRefusal(outcome)) return publishEvents(deps, outcome)
      // Of two simultaneous sign-ups with one address, the second fails only when it inserts its row.
      const taken = outcome.refused === unavailable && (await isTaken(sql, body.email))
      return taken ? refuse(accountExists) : outcome
    },
  ),

  route(
    {
      method: 'post',
      path: '/api/auth/sign-in/email',
      id: 'signIn',
      summary: 'Sign in with an email address and a password',
      tag,
      heavy: hashingPlaces,
      body: SignIn,
      answers: { 200: SignedIn },
      refusals: [wrongCredentials, ...attemptRefusals],
    },
    async (deps: SignInDeps, { c, body }) => {
      requireSameOrigin(c, deps.identity)
      await countAttempt(deps.sql, limits.address, addressOf(c))
      return passPassword(deps, c, body.email, '/sign-in/email', body)
    },
  ),

  route(
    {
      method: 'post',
      path: '/api/auth/sign-out',
      id: 'signOut',
      summary: 'End this session',
      tag,
      answers: { 200: Done },
      refusals: [originRefused],
    },
    async (deps: SignInDeps, { c }) => {
      requireSameOrigin(c, deps.identity)
      const session = await findSession(c, deps.sql, deps.identity)
      const outcome = await deps.pass(c, '/sign-out', {})
      if (session) await publishEventsOf(deps, session.userId)
      return outcome
    },
  ),

  route(
    {
      method: 'post',
      path: '/api/auth/change-password',
      id: 'changePassword',
      summary: 'Change my password',
      tag,
      heavy: hashingPlaces,
      body: ChangePassword,
      answers: { 200: Done },
      refusals: [notSignedIn, wrongCredentials, ...attemptRefusals],
    },
    async (deps: SignInDeps, { c, body }) => {
      requireSameOrigin(c, deps.identity)
      const session = await findSession(c, deps.sql, deps.identity)
      if (!session) throw tokenMissing()
      return passPassword(deps, c, session.userId, '/change-password', body)
    },
  ),

  route(
    {
      method: 'get',
      path: '/api/auth/get-session',
      id: 'getSession',
      summary: 'My session, or null',
      tag,
      answers: { 200: NoSession },
    },
    ({ pass }: SignInDeps, { c }) => pass(c, '/get-session'),
  ),

  route(
    {
      method: 'get',
      path: '/api/auth/token',
      id: 'getToken',
      summary: 'A token for the other functions, valid for 15 minutes',
      tag,
      answers: { 200: SignedToken },
      refusals: [notSignedIn],
    },
    ({ pass }: SignInDeps, { c }) => pass(c, '/token'),
  ),

  route(
    {
      method: 'get',
      path: '/api/auth/jwks',
      id: 'getKeys',
      summary: 'The public keys that verify the tokens',
      tag,
      answers: { 200: Keys },
    },
    async ({ sql, pass }: SignInDeps, { c }) => {
      const keys = await listPublicKeys(sql)
      return keys.length ? ok({ keys }) : pass(c, '/jwks')
    },
  ),
]

const signIns = counter('zerodue.sign_ins', { description: 'Attempts to sign in, by method and outcome.' })

/** Counts a guess at the password of an account. The right password resets the count. */
async function passPassword(
  deps: SignInDeps,
  c: Context,
  account: string,
  path: string,
  body: object,
): Promise<Response | Refusal> {
  await countAttempt(deps.sql, limits.account, account)
  const outcome = await deps.pass(c, path, body)
  if (path === '/sign-in/email') signIns.add(1, { method: 'password', outcome: isRefusal(outcome) ? 'refused' : 'in' })
  if (isRefusal(outcome)) return outcome
  await forgetAttempts(deps.sql, limits.account, account)
  return publishEvents(deps, outcome)
}

async function isTaken(sql: Sql, email: string): Promise<boolean> {
  const rows = await sql`select from identity.person where email = ${email}`
  return rows.length > 0
}

/** Publishes the events that the database wrote at a sign-up or sign-in, and returns its answer. */
async function publishEvents(deps: SignInDeps, answer: Response): Promise<Response> {
  const { user } = (await answer.clone().json()) as { user?: { id: string } }
  if (user) await publishEventsOf(deps, user.id)
  return answer
}

async function publishEventsOf({ sql, outbox }: SignInDeps, userId: string): Promise<void> {
  const events = await asCaller(sql, { userId }, tx =>
    listUnpublished(tx, 'tasks', userId, ['audit-events', 'account-events']),
  )
  // The database wrote them, and knows no trace.
  await outbox.publish(events.map(event => ({ ...event, traceparent: event.traceparent ?? currentTraceparent() })))
}

const signInPaths = [
  '/api/auth/*',
  '/api/oauth/*',
  '/api/me/connections',
  '/api/me/connections/*',
  '/.well-known/oauth-authorization-server',
]

/** With another issuer this server signs nobody in and issues no tokens of its own. */
export function refuseSignIn(app: Hono, { identity }: { identity: IdentitySettings }): void {
  if (!identity.jwksUrl) return
  const detail = `This server does not sign users in: tokens come from ${identity.issuer}.`
  for (const path of signInPaths) app.all(path, () => problemResponse(refuse(routeNotFound, { detail })))
}
