import type * as v from 'valibot'
import * as common from '../core/problems.ts'
import type { Problem } from '../core/refusal.ts'
import type { Operation } from './api.ts'
import { jsonTypes } from './api.ts'
import { type Json, jsonSchema } from './json-schema.ts'

/** What a function adds to the document: its routes, the groups that they belong to, and schemas with a name of their own. */
export interface ApiDescription {
  operations: Operation[]
  tags: Record<string, string>
  schemas: Record<string, v.GenericSchema>
}

export interface DocumentHead {
  info: Json
  /** Every refusal there is. */
  problems: readonly Problem[]
}

/** The OpenAPI 3.1 file of what is checked anyway: it cannot promise what no route does. One for any number of functions. */
export function openApi({ info, problems }: DocumentHead, functions: readonly ApiDescription[]): Json {
  const operations = functions.flatMap(one => one.operations)
  const named: ApiDescription['schemas'] = Object.assign({}, ...functions.map(one => one.schemas))
  const paths: Record<string, Json> = {}
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation, named) }
  }
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info,
    servers: [{ url: '/', description: 'The address that serves this file' }],
    tags: tagsOf(functions),
    security: [{ bearer: [] }, { session: [] }],
    paths,
    components: {
      schemas: {
        ...Object.fromEntries(
          Object.entries(named).map(([name, schema]) => [name, jsonSchema(schema, named, 'output', name)]),
        ),
        Problem: problemSchema(problems),
      },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'A JWT from /api/auth/token, or an API token zd_…' },
        session: { type: 'apiKey', in: 'cookie', name: 'zerodue.session_token', description: 'What signing in sets' },
      },
    },
  }
}

function tagsOf(functions: readonly ApiDescription[]): Json[] {
  const tags: Record<string, string> = Object.assign({}, ...functions.map(one => one.tags))
  return Object.entries(tags).map(([name, description]) => ({ name, description }))
}

function describe(operation: Operation, named: Record<string, v.GenericSchema>): Json {
  const body = operation.documentedBody ?? operation.body
  return {
    operationId: operation.id,
    summary: operation.summary,
    tags: [operation.tag],
    ...(!operation.scope && { security: [] }),
    parameters: parametersOf(operation, named),
    ...(body && {
      requestBody: {
        required: true,
        content: media(operation.bodyTypes ?? jsonTypes, jsonSchema(body, named, 'input')),
      },
    }),
    ...(operation.rawBody && {
      requestBody: {
        required: true,
        content: {
          ...media(operation.rawBody.types, { type: 'string' }),
          ...(operation.rawBody.json && media(jsonTypes, jsonSchema(operation.rawBody.json, named, 'input'))),
        },
      },
    }),
    responses: merged(answersOf(operation, named), refusalsOf(operation)),
  }
}

/** Of a status that is an answer here and a refusal elsewhere, both forms. */
function merged(answers: Record<string, Json>, refusals: Record<string, Json>): Json {
  const both = Object.entries(refusals).map(([status, refused]) => [
    status,
    { ...refused, content: { ...(answers[status]?.content as Json), ...(refused.content as Json) } },
  ])
  return { ...answers, ...Object.fromEntries(both) }
}

function parametersOf(operation: Operation, named: Record<string, v.GenericSchema>): Json[] {
  const inPath = Object.entries(operation.params?.entries ?? {}).map(([name, schema]) => ({
    name,
    in: 'path',
    required: true,
    schema: jsonSchema(schema as v.GenericSchema, named, 'input'),
  }))
  const inQuery = Object.entries(operation.query?.entries ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: jsonSchema(schema as v.GenericSchema, named, 'input'),
  }))
  return [
    ...inPath,
    ...inQuery,
    ...(operation.idempotent ? [idempotencyKey] : []),
    ...(operation.ifMatch ? [ifMatch] : []),
    ...(operation.lastEventId ? [lastEventId] : []),
  ]
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key answers the same response and has one effect',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
}

const ifMatch = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description: 'The ETag of the version that the change was made from',
  schema: { type: 'string', pattern: '^(?:\\*|(?:W/)?"?[0-9]{1,9}"?)$' },
}

const lastEventId = {
  name: 'Last-Event-ID',
  in: 'header',
  required: false,
  description: 'The number of the last update that the client has; without it the stream begins with what comes next',
  schema: { type: 'string', pattern: '^[0-9]{0,15}$' },
}

function answersOf({ answers }: Operation, named: Record<string, v.GenericSchema>): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => [
      status,
      { description: 'Done', ...answerContent(answer, named) },
    ]),
  )
}

function answerContent(answer: Operation['answers'][number], named: Record<string, v.GenericSchema>): Json {
  if (!answer) return {}
  if ('kind' in answer) return { content: media(jsonTypes, jsonSchema(answer, named, 'output')) }
  const types = 'types' in answer ? answer.types : [answer.type]
  return { content: Object.fromEntries(types.map(type => [type, { schema: isText(type) ? { type: 'string' } : {} }])) }
}

/** An export as JSON is no string; of a stream a reader takes the schema for that of each event. */
const isText = (type: string) => !type.endsWith('json') && type !== 'text/event-stream'

/** What any route of this kind may refuse, and what this one adds, by status. */
function refusalsOf(operation: Operation): Record<string, Json> {
  const refused: Problem[] = [
    common.invalidRequest,
    ...(operation.body || operation.rawBody
      ? [common.invalidJson, common.tooLarge, common.unsupportedContentType, common.tooSlow]
      : []),
    ...(operation.scope ? [common.notSignedIn, common.invalidToken, common.scopeMissing] : []),
    ...(operation.scope === 'write' ? [common.originRefused] : []),
    ...(operation.idempotent ? [common.idempotencyKeyInUse, common.idempotencyKeyReused] : []),
    ...(operation.params ? [operation.missing ?? common.routeNotFound] : []),
    ...(operation.refusals ?? []),
    common.internal,
    common.unavailable,
  ]
  const statuses = [...new Set(refused.map(({ status }) => status))].sort((a, b) => a - b)
  return Object.fromEntries(
    statuses.map(status => [status, refusal([...new Set(refused)].filter(one => one.status === status))]),
  )
}

const refusal = (refused: Problem[]) => ({
  description: refused.map(({ title }) => title).join(' '),
  content: {
    'application/problem+json': {
      schema: {
        allOf: [
          { $ref: '#/components/schemas/Problem' },
          { properties: { code: { enum: refused.map(({ code }) => code) } } },
        ],
      },
    },
  },
})

const problemSchema = (problems: readonly Problem[]) => ({
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'errors'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { enum: problems.map(({ code }) => code) },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: { path: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
})

const media = (types: readonly string[], schema: Json) => Object.fromEntries(types.map(type => [type, { schema }]))
