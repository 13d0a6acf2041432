import * as v from 'valibot'
import type { Api } from '../shared/runtime/api.ts'
import { Id } from '../shared/task/task.ts'
import { closed } from '../shared/task/text.ts'
import type { AuditSink } from './function.ts'
import { LettersQuery, listDeadLetters } from './list-dead-letters.ts'
import { onlyFor } from './operator.ts'
import { replayDeadLetter } from './replay-dead-letter.ts'

const Instant = v.pipe(v.string(), v.isoTimestamp())
const said = v.nullable(v.string())
const count = v.pipe(v.number(), v.integer(), v.minValue(0))

export const DeadLetter = closed({
  id: Id,
  event: closed({ id: said, source: said, type: said, subject: said, time: said }),
  destination: v.string(),
  status: count,
  reason: v.string(),
  failures: count,
  waiting: v.boolean(),
  firstAt: Instant,
  failedAt: Instant,
  replayedAt: v.nullable(Instant),
})

export function deadLetterRoutes(api: Api, deps: AuditSink): void {
  api.route(
    {
      method: 'get',
      path: '/api/dead-letters',
      id: 'listDeadLetters',
      summary: 'For operators: events that nobody could handle, newest first, and why',
      tag: 'dead letters',
      scope: 'read',
      query: LettersQuery,
      answers: { 200: closed({ items: v.array(DeadLetter), next: v.nullable(v.string()) }) },
      refusals: ['invalid-cursor', 'not-allowed'],
    },
    async ({ caller, query }) => onlyFor('operator', caller) ?? listDeadLetters(deps, query),
  )
  api.route(
    {
      method: 'post',
      path: '/api/dead-letters/{id}/replay',
      id: 'replayDeadLetter',
      summary: 'For operators: send an event again, as it was',
      tag: 'dead letters',
      scope: 'write',
      params: closed({ id: Id }),
      missing: 'dead-letter-not-found',
      answers: { 200: closed({ id: Id, topic: v.string(), replayedAt: Instant }) },
      refusals: ['not-allowed', 'not-replayable'],
    },
    async ({ caller, params }) => onlyFor('operator', caller) ?? replayDeadLetter(deps, params.id),
  )
}
