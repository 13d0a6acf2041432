import { routeNotFound } from '../../kit/core/problems.ts'
import { refuse } from '../../kit/core/refusal.ts'
import type { Api } from '../../kit/http/api.ts'
import { problemResponse } from '../../kit/http/problem.ts'
import { authRoutes } from './auth-routes.ts'
import { type MeDeps, meRoutes } from './me-routes.ts'

/** Everything about who somebody is. With another issuer, signing in is that issuer's business. */
export function identityRoutes(api: Api, deps: MeDeps): void {
  const { issuer, jwksUrl } = deps.identity
  if (jwksUrl) {
    const detail = `Nobody signs in here: tokens come from ${issuer}.`
    api.app.all('/api/auth/*', () => problemResponse(refuse(routeNotFound, { detail })))
  } else {
    authRoutes(api, deps)
  }
  meRoutes(api, deps)
}
