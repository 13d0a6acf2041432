import * as v from 'valibot'
import { invalidCursor, tooManyRequests } from '../kit/core/problems.ts'
import { isRefusal, type Refusal } from '../kit/core/refusal.ts'
import { closed } from '../kit/core/schema.ts'
import { type Answer, ok } from '../kit/http/answer.ts'
import { route } from '../kit/http/api.ts'
import { places } from '../kit/http/places.ts'
import type { Sql } from '../kit/postgres/connect.ts'
import { ListQuery, listEntries } from './list-entries.ts'
import { reasons, type Verdict, verifyChain } from './verify-chain.ts'

interface Deps {
  sql: Sql
  cursorSecret: string
}

const Seq = v.pipe(v.number(), v.integer(), v.minValue(1))
const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))

export const AuditEntry = closed({
  seq: Seq,
  id: v.string(),
  source: v.string(),
  type: v.string(),
  taskId: v.nullable(v.pipe(v.string(), v.uuid())),
  time: v.pipe(v.string(), v.isoTimestamp()),
  actor: v.nullable(closed({ kind: v.string(), id: v.string() })),
  data: v.unknown(),
  hash: Hash,
  previousHash: Hash,
})

const verifyPlaces = places({
  name: 'verifications',
  running: 2,
  waiting: 10,
  waitMs: 10_000,
  each: { running: 1, waiting: 0 },
})

export const auditRoutes = [
  route(
    {
      method: 'get',
      path: '/api/audit',
      id: 'listAudit',
      summary: "The events of the caller's tasks and account, newest first",
      tag: 'audit',
      scope: 'read',
      query: ListQuery,
      answers: { 200: closed({ items: v.array(AuditEntry), next: v.nullable(v.string()) }) },
      refusals: [invalidCursor],
    },
    (deps: Deps, { caller, query }) => listEntries(deps, caller, query),
  ),
  route(
    {
      method: 'get',
      path: '/api/audit/verify',
      id: 'verifyAudit',
      summary: 'Whether the trail is unchanged, and the first entry that is not',
      tag: 'audit',
      scope: 'read',
      heavy: verifyPlaces,
      answers: {
        200: closed({
          ok: v.boolean(),
          checked: v.pipe(v.number(), v.integer(), v.minValue(0)),
          firstBroken: v.exactOptional(closed({ seq: Seq, reason: v.picklist(reasons) })),
        }),
      },
      refusals: [tooManyRequests],
    },
    async (deps: Deps, { caller }) => answer(await verifyChain(deps.sql, caller.userId)),
  ),
]

const answer = (outcome: Verdict | Refusal): Answer | Refusal => (isRefusal(outcome) ? outcome : ok(outcome))
