import type { Hono } from 'hono'
import { routeNotFound } from '../../kit/core/problems.ts'
import { refuse } from '../../kit/core/refusal.ts'
import { problemResponse } from '../../kit/http/problem.ts'
import type { IdentitySettings } from './settings.ts'

/** With another issuer, signing in is that issuer's business: nothing is below /api/auth. */
export function nobodySignsIn(app: Hono, { identity }: { identity: IdentitySettings }): void {
  if (!identity.jwksUrl) return
  const detail = `Nobody signs in here: tokens come from ${identity.issuer}.`
  app.all('/api/auth/*', () => problemResponse(refuse(routeNotFound, { detail })))
}
