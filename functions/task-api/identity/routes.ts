import type { Api } from '../../shared/runtime/api.ts'
import { problemResponse, refuse } from '../../shared/runtime/problem.ts'
import { authRoutes } from './auth-routes.ts'
import { type MeDeps, meRoutes } from './me-routes.ts'

/** Everything about who somebody is. With another issuer, signing in is that issuer's business. */
export function identityRoutes(api: Api, deps: MeDeps): void {
  const { issuer, jwksUrl } = deps.identity
  if (jwksUrl) {
    const detail = `Nobody signs in here: tokens come from ${issuer}.`
    api.app.all('/api/auth/*', () => problemResponse(refuse('route-not-found', { detail })))
  } else {
    authRoutes(api, deps)
  }
  meRoutes(api, deps)
}
