// The refusals of routes, as the OpenAPI document describes them.
import * as common from '../core/problems.ts'
import { mostFaults, type Problem } from '../core/refusal.ts'
import type { Operation } from './api.ts'
import type { Json } from './json-schema.ts'
import { longest } from './problem.ts'

/** Every problem that a route may answer: those of its kind, and its own. */
export function problemsOf(operation: Operation): Problem[] {
  const { body, rawBody, scope, heavy, idempotent, params, missing, refusals = [] } = operation
  return [
    common.invalidRequest,
    ...(body || rawBody ? [common.invalidJson, common.tooLarge, common.unsupportedContentType, common.tooSlow] : []),
    ...(scope ? [common.notSignedIn, common.invalidToken, common.scopeMissing] : []),
    ...(scope === 'write' ? [common.originRefused] : []),
    ...(idempotent ? [common.idempotencyKeyInUse, common.idempotencyKeyReused] : []),
    ...(heavy ? [common.tooManyRequests] : []),
    ...(params ? [missing ?? common.routeNotFound] : []),
    ...refusals,
    common.internal,
    common.unavailable,
  ]
}

/** The refusals of a route, by status. */
export function refusalsOf(operation: Operation): Record<string, Json> {
  const byStatus = Map.groupBy(new Set(problemsOf(operation)), ({ status }) => status)
  const statuses = [...byStatus].sort(([one], [other]) => one - other)
  return Object.fromEntries(statuses.map(([status, problems]) => [status, refusal(problems)]))
}

const refusal = (problems: Problem[]): Json => ({
  description: problems.map(({ title }) => title).join(' '),
  content: {
    'application/problem+json': {
      schema: {
        allOf: [
          { $ref: '#/components/schemas/Problem' },
          { properties: { code: { enum: problems.map(({ code }) => code) } } },
        ],
      },
    },
  },
})

export const problemSchema = (problems: readonly Problem[]): Json => ({
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'errors'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', maxLength: longest.detail },
    code: { enum: [...new Set(problems.map(({ code }) => code))] },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: {
          path: { type: 'string', maxLength: longest.path },
          message: { type: 'string', maxLength: longest.message },
        },
      },
      maxItems: mostFaults,
    },
    traceId: { type: 'string', pattern: '^[0-9a-f]{32}$', description: 'The trace of the request.' },
    moreErrors: {
      type: 'integer',
      minimum: 1,
      description: 'How many errors there are beside those in the list; absent when the list is complete',
    },
  },
})
