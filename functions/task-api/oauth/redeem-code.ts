import { createHash } from 'node:crypto'
import { v7 as newId } from 'uuid'
import * as v from 'valibot'
import { tokenCreated } from '../../domain/events/audit-events.ts'
import type { Answer } from '../../kit/http/answer.ts'
import type { Outcome, Scope } from '../../kit/http/api.ts'
import { inWork, type Work, type WorkDeps } from '../work.ts'
import { isResource } from './authorization-request.ts'
import { endConnection } from './connections.ts'
import { failed, invalidGrant, isFailure, readForm } from './form.ts'
import { hashOfToken, issueTokens } from './issue-tokens.ts'
import { callerOf, orInvalid, ownerOf } from './owner.ts'

const CodeGrant = v.object({
  code: v.string(),
  redirect_uri: v.string(),
  client_id: v.string(),
  code_verifier: v.pipe(v.string(), v.regex(/^[\w.~-]{43,128}$/)),
  resource: v.exactOptional(v.string()),
})
type CodeGrant = v.InferOutput<typeof CodeGrant>

interface CodeRow {
  client_id: string
  client_name: string
  client_uri: string | null
  redirect_uri: string
  challenge: string
  scopes: Scope[]
  resource: string
  expires_at: Date
  connection_id: string | null
}

const wrong = () => invalidGrant('The code is not valid.')

/** Makes a connection of a code that the user allowed, and gives the client its first tokens. */
export async function redeemCode(deps: WorkDeps, parameters: Record<string, string>): Promise<Outcome> {
  const form = readForm(CodeGrant, parameters)
  if (isFailure(form)) return form
  const hash = hashOfToken('zdc', form.code)
  const owner = hash && (await ownerOf(deps.sql, hash))
  if (!owner) return wrong()
  const caller = callerOf(owner, { kind: 'user', id: owner.user_id })
  return orInvalid(await inWork(deps, { caller }, work => redeem(work, hash, form)), wrong)
}

async function redeem(work: Work, hash: Buffer, form: CodeGrant): Promise<Answer> {
  const { tx, caller, now, emit } = work
  const [code] = await tx<CodeRow[]>`select * from identity.authorization_code where hash = ${hash} for update`
  if (!code || code.client_id !== form.client_id) return wrong()
  if (code.connection_id) {
    // Two programs have this code, and nobody can say which of them the user meant (RFC 6749, 4.1.2).
    const actor = { kind: 'token', id: code.connection_id } as const
    await endConnection({ ...work, caller: { ...caller, actor } }, code.connection_id)
    return wrong()
  }
  if (code.expires_at <= now || code.redirect_uri !== form.redirect_uri) return wrong()
  if (challengeOf(form.code_verifier) !== code.challenge) return invalidGrant('The code_verifier is wrong.')
  if (!isResource(form.resource, code.resource))
    return failed('invalid_target', `The code is for ${code.resource} only.`)

  const id = newId()
  const { client_id, client_name: name, client_uri: uri, scopes, resource } = code
  const row = { user_id: caller.userId, id, client_id, name, uri, scopes, resource, created_at: now }
  await tx`insert into identity.connection ${tx(row)}`
  await tx`update identity.authorization_code set connection_id = ${id} where hash = ${hash}`
  await emit(tokenCreated, { time: now, data: { actor: caller.actor, tokenId: id, name, scopes } })
  return issueTokens(work, id, scopes)
}

const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url')
