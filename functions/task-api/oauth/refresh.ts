import * as v from 'valibot'
import type { Answer } from '../../kit/http/answer.ts'
import type { Outcome, Scope } from '../../kit/http/api.ts'
import { inWork, type Work, type WorkDeps } from '../work.ts'
import { isResource } from './authorization-request.ts'
import { endConnection } from './connections.ts'
import { failed, invalidGrant, isFailure, readForm } from './form.ts'
import { hashOfToken, issueTokens } from './issue-tokens.ts'
import { callerOf, orInvalid, ownerOf } from './owner.ts'
import { scopesIn } from './scopes.ts'

const RefreshGrant = v.object({
  refresh_token: v.string(),
  client_id: v.string(),
  scope: v.exactOptional(v.string()),
  resource: v.exactOptional(v.string()),
})
type RefreshGrant = v.InferOutput<typeof RefreshGrant>

interface ConnectionRow {
  client_id: string
  scopes: Scope[]
  resource: string
}

interface TokenRow {
  previous: Buffer | null
  spent_by: Buffer | null
  expires_at: Date
}

const wrong = () => invalidGrant('The refresh token is not valid.')

/**
 * Gives a client new tokens. The answer may be lost, so the old refresh token stays good until one of its successors was used.
 * After that the old token, or another successor, is in other hands too: then the whole connection ends.
 */
export async function refresh(deps: WorkDeps, parameters: Record<string, string>): Promise<Outcome> {
  const form = readForm(RefreshGrant, parameters)
  if (isFailure(form)) return form
  const hash = hashOfToken('zdr', form.refresh_token)
  const owner = hash && (await ownerOf(deps.sql, hash))
  const connectionId = owner?.connection_id
  if (!hash || !connectionId) return wrong()
  const caller = callerOf(owner, { kind: 'token', id: connectionId })
  return orInvalid(await inWork(deps, { caller }, work => rotate(work, connectionId, hash, form)), wrong)
}

async function rotate(work: Work, connectionId: string, hash: Buffer, form: RefreshGrant): Promise<Answer> {
  const { tx, caller, now } = work
  // The lock comes first, so that the rows of the tokens are read after a simultaneous refresh.
  const [connection] = await tx<ConnectionRow[]>`
    select client_id, scopes, resource from identity.connection
    where user_id = ${caller.userId} and id = ${connectionId} for update`
  const [token] = await tx<TokenRow[]>`
    select previous, spent_by, expires_at from identity.refresh_token where hash = ${hash}`
  if (!connection || !token || connection.client_id !== form.client_id) return wrong()
  if (token.spent_by || (await isOtherSuccessor(work, token.previous, hash))) {
    await endConnection(work, connectionId)
    return wrong()
  }
  if (token.expires_at <= now) return wrong()
  const scopes = form.scope === undefined ? connection.scopes : scopesIn(form.scope, connection.scopes)
  if (!scopes) return failed('invalid_scope', `The connection has the scopes ${connection.scopes.join(' ')}.`)
  if (!isResource(form.resource, connection.resource))
    return failed('invalid_target', `The connection is for ${connection.resource} only.`)
  if (token.previous)
    await tx`update identity.refresh_token set spent_by = ${hash} where hash = ${token.previous} and spent_by is null`
  return issueTokens(work, connectionId, scopes, hash)
}

/** Whether another successor of the previous token was used before this one. */
async function isOtherSuccessor({ tx }: Work, previous: Buffer | null, hash: Buffer): Promise<boolean> {
  if (!previous) return false
  const [before] = await tx<Pick<TokenRow, 'spent_by'>[]>`
    select spent_by from identity.refresh_token where hash = ${previous}`
  return Boolean(before?.spent_by && !before.spent_by.equals(hash))
}
