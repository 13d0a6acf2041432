import * as v from 'valibot'
import { deadLetterNotFound } from '../domain/problems.ts'
import { Id } from '../domain/task.ts'
import { invalidCursor, notAllowed, notReplayable } from '../kit/core/problems.ts'
import { closed } from '../kit/core/schema.ts'
import { route } from '../kit/http/api.ts'
import { LettersQuery, type ListDeps, listDeadLetters } from './list-dead-letters.ts'
import { type ReplayDeps, replayDeadLetter } from './replay-dead-letter.ts'

const Instant = v.pipe(v.string(), v.isoTimestamp())
const attribute = v.nullable(v.string())
const count = v.pipe(v.number(), v.integer(), v.minValue(0))

export const DeadLetter = closed({
  id: Id,
  event: closed({
    id: attribute,
    source: attribute,
    type: attribute,
    subject: attribute,
    time: attribute,
  }),
  destination: v.string(),
  status: count,
  reason: v.string(),
  failures: count,
  waiting: v.boolean(),
  firstAt: Instant,
  failedAt: Instant,
  replayedAt: v.nullable(Instant),
})

export const deadLetterRoutes = [
  route(
    {
      method: 'get',
      path: '/api/dead-letters',
      id: 'listDeadLetters',
      summary: 'For operators: events that no function could handle, with the reasons, newest first',
      tag: 'dead letters',
      scope: 'read',
      forOperator: true,
      query: LettersQuery,
      answers: { 200: closed({ items: v.array(DeadLetter), next: v.nullable(v.string()) }) },
      refusals: [invalidCursor, notAllowed],
    },
    (deps: ListDeps, { query }) => listDeadLetters(deps, query),
  ),
  route(
    {
      method: 'post',
      path: '/api/dead-letters/{id}/replay',
      id: 'replayDeadLetter',
      summary: 'For operators: publish an event again, unchanged',
      tag: 'dead letters',
      scope: 'write',
      forOperator: true,
      params: closed({ id: Id }),
      missing: deadLetterNotFound,
      answers: { 200: closed({ id: Id, topic: v.string(), replayedAt: Instant }) },
      refusals: [notAllowed, notReplayable],
    },
    (deps: ReplayDeps, { params }) => replayDeadLetter(deps, params.id),
  ),
]
