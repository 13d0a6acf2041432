import * as v from 'valibot'
import { type Answer, ok } from '../../kit/http/answer.ts'
import type { Outcome } from '../../kit/http/api.ts'
import { inWork, type Work, type WorkDeps } from '../work.ts'
import { endConnection } from './connections.ts'
import { invalidGrant, isFailure, parametersOf, readForm } from './form.ts'
import { hashOfToken } from './issue-tokens.ts'
import { callerOf, orInvalid, ownerOf } from './owner.ts'

const Revocation = v.object({ token: v.string(), client_id: v.string() })

/** RFC 7009: a refresh token ends its connection, an access token ends alone. An unknown token has ended already. */
export async function revoke(deps: WorkDeps, raw: string): Promise<Outcome> {
  const parameters = parametersOf(raw)
  if (isFailure(parameters)) return parameters
  const form = readForm(Revocation, parameters)
  if (isFailure(form)) return form
  const [refresh, access] = [hashOfToken('zdr', form.token), hashOfToken('zda', form.token)]
  const hash = refresh ?? access
  const owner = hash && (await ownerOf(deps.sql, hash))
  const id = owner?.connection_id
  if (!hash || !id) return done()
  const caller = callerOf(owner, { kind: 'token', id })
  return orInvalid(
    await inWork(deps, { caller }, async work => {
      if (!(await belongsTo(work, id, form.client_id))) return invalidGrant('The token belongs to another client.')
      if (refresh) await endConnection(work, id)
      else await work.tx`delete from identity.access_token where hash = ${hash}`
      return done()
    }),
    done,
  )
}

const done = (): Answer => ok({})

async function belongsTo({ tx, caller }: Work, id: string, clientId: string): Promise<boolean> {
  const rows = await tx`
    select from identity.connection where user_id = ${caller.userId} and id = ${id} and client_id = ${clientId}`
  return rows.length > 0
}
