import * as v from 'valibot'
import { quotaReached, tokenNotFound, versionMovedOn } from '../../domain/problems.ts'
import { notAllowed } from '../../kit/core/problems.ts'
import { isRefusal } from '../../kit/core/refusal.ts'
import { closed } from '../../kit/core/schema.ts'
import { patchTypes, route } from '../../kit/http/api.ts'
import { requirePerson } from '../../kit/identity/person-only.ts'
import { inWork, type WorkDeps } from '../work.ts'
import { deleteAccount } from './delete-account.ts'
import { Profile, ProfilePatch } from './profile.ts'
import { withSecret } from './secret.ts'
import { expireSessionCookie } from './session-cookie.ts'
import type { IdentitySettings } from './settings.ts'
import { CreatedToken, createToken, listTokens, NewToken, revokeToken, TokenPage, tokenMaker } from './tokens.ts'
import { readProfile, updateProfile } from './update-profile.ts'

export type MeDeps = WorkDeps & { identity: IdentitySettings }

const tag = 'me'
const profile = { tag, path: '/api/me' } as const
const tokens = { tag, path: '/api/me/tokens', refusals: [notAllowed] } as const
const TokenPath = closed({ id: v.pipe(v.string(), v.uuid()) })

export const meRoutes = [
  route(
    { ...profile, method: 'get', id: 'getMe', summary: 'My profile', scope: 'read', answers: { 200: Profile } },
    (deps: MeDeps, { caller }) => readProfile(deps.sql, caller),
  ),
  route(
    {
      ...profile,
      method: 'patch',
      id: 'updateMe',
      summary: 'Change my zone, language, default reminder or quiet hours by a JSON Merge Patch',
      scope: 'write',
      body: ProfilePatch,
      bodyTypes: patchTypes,
      ifMatch: true,
      answers: { 200: Profile },
      refusals: [versionMovedOn],
    },
    (deps: MeDeps, request) => updateProfile(deps, request),
  ),
  route(
    {
      ...profile,
      method: 'delete',
      id: 'deleteMe',
      summary: 'Delete my account and all its data for good',
      scope: 'write',
      answers: { 204: null },
      refusals: [notAllowed],
    },
    async (deps: MeDeps, { caller }) => {
      requirePerson(caller)
      const outcome = await deleteAccount(deps, caller)
      if (isRefusal(outcome)) return outcome
      return { ...outcome, headers: { 'set-cookie': expireSessionCookie(deps.identity.publicUrl) } }
    },
  ),

  route(
    {
      ...tokens,
      method: 'get',
      id: 'listTokens',
      summary: 'My API tokens, and when each was last used',
      scope: 'read',
      answers: { 200: TokenPage },
    },
    (deps: MeDeps, { caller }) => {
      requirePerson(caller)
      return listTokens(deps.sql, caller)
    },
  ),
  route(
    {
      ...tokens,
      method: 'post',
      id: 'createToken',
      summary: 'Create an API token, which is shown only once',
      scope: 'write',
      body: NewToken,
      idempotent: true,
      answers: { 201: CreatedToken },
      refusals: [notAllowed, quotaReached],
    },
    async (deps: MeDeps, request) => {
      requirePerson(request.caller)
      const tokenOf = tokenMaker(deps.identity.secret, request.caller, request.once)
      const outcome = await inWork(deps, request, work => createToken(work, request.body, tokenOf))
      return withSecret(outcome, ({ id }) => ({ token: tokenOf(id) }))
    },
  ),
  route(
    {
      ...tokens,
      method: 'delete',
      path: '/api/me/tokens/{id}',
      id: 'revokeToken',
      summary: 'Revoke an API token',
      scope: 'write',
      params: TokenPath,
      missing: tokenNotFound,
      answers: { 204: null },
      refusals: [tokenNotFound, notAllowed],
    },
    (deps: MeDeps, request) => {
      requirePerson(request.caller)
      return inWork(deps, request, work => revokeToken(work, request.params.id))
    },
  ),
]
