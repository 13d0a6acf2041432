import type * as v from 'valibot'
import type { Problem } from '../core/refusal.ts'
import { jsonTypes, type Operation } from './api.ts'
import { type Json, jsonSchema } from './json-schema.ts'
import { problemSchema, problemsOf, refusalsOf } from './openapi-problems.ts'

type Schemas = Record<string, v.GenericSchema>

/** The part of a function: its operations, the descriptions of its tags, and named schemas. */
export interface ApiDescription {
  operations: Operation[]
  tags: Record<string, string>
  schemas: Schemas
}

export interface DocumentHead {
  info: Json
  /** All codes of the schema Problem; without this those of the operations. */
  problems?: readonly Problem[]
}

/** The OpenAPI 3.1 document of any number of functions. It is made of the schemas that check each request. */
export function openApi(head: DocumentHead, functions: readonly ApiDescription[]): Json {
  const operations = functions.flatMap(one => one.operations)
  const named: Schemas = Object.assign({}, ...functions.map(one => one.schemas))
  const tags: Record<string, string> = Object.assign({}, ...functions.map(one => one.tags))
  const paths: Record<string, Json> = {}
  for (const operation of operations)
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation, named) }
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: head.info,
    servers: [{ url: '/', description: 'The address that serves this file' }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    security: [{ bearer: [] }, { session: [] }],
    paths,
    components: {
      schemas: {
        ...Object.fromEntries(
          Object.entries(named).map(([name, schema]) => [name, jsonSchema(schema, named, 'output', name)]),
        ),
        Problem: problemSchema(head.problems ?? operations.flatMap(problemsOf)),
      },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'A JWT from /api/auth/token, or an API token zd_…' },
        session: { type: 'apiKey', in: 'cookie', name: 'zerodue.session_token', description: 'What signing in sets' },
      },
    },
  }
}

function describe(operation: Operation, named: Schemas): Json {
  const content = bodyOf(operation, named)
  return {
    operationId: operation.id,
    summary: operation.summary,
    tags: [operation.tag],
    ...(!operation.scope && { security: [] }),
    parameters: parametersOf(operation, named),
    ...(content && { requestBody: { required: true, content } }),
    responses: merge(answersOf(operation, named), refusalsOf(operation)),
  }
}

function bodyOf(operation: Operation, named: Schemas): Json | undefined {
  const { body, documentedBody = body, bodyTypes = jsonTypes, rawBody } = operation
  if (documentedBody) return media(bodyTypes, jsonSchema(documentedBody, named, 'input'))
  if (!rawBody) return undefined
  return {
    ...media(rawBody.types, { type: 'string' }),
    ...(rawBody.json && media(jsonTypes, jsonSchema(rawBody.json, named, 'input'))),
  }
}

/** A status may be both an answer and a refusal: then it has the content of both. */
function merge(answers: Record<string, Json>, refusals: Record<string, Json>): Json {
  const both = Object.entries(refusals).map(([status, refusal]) => [
    status,
    { ...refusal, content: { ...(answers[status]?.content as Json), ...(refusal.content as Json) } },
  ])
  return { ...answers, ...Object.fromEntries(both) }
}

function parametersOf({ params, query, ...operation }: Operation, named: Schemas): Json[] {
  const parametersIn = (place: 'path' | 'query', entries: Schemas = {}) =>
    Object.entries(entries).map(([name, schema]) => ({
      name,
      in: place,
      required: place === 'path',
      schema: jsonSchema(schema, named, 'input'),
    }))
  const inHeader = headers.flatMap(({ usedBy, ...header }) => (operation[usedBy] ? [header] : []))
  return [
    ...parametersIn('path', params?.entries as Schemas | undefined),
    ...parametersIn('query', query?.entries as Schemas | undefined),
    ...inHeader,
  ]
}

const headers = [
  {
    usedBy: 'idempotent',
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'The same key answers the same response and has one effect',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
  },
  {
    usedBy: 'ifMatch',
    name: 'If-Match',
    in: 'header',
    required: false,
    description: 'The ETag of the version that the change was made from',
    schema: { type: 'string', pattern: '^(?:\\*|(?:W/)?"?[0-9]{1,9}"?)$' },
  },
  {
    usedBy: 'lastEventId',
    name: 'Last-Event-ID',
    in: 'header',
    required: false,
    description: 'The number of the last update that the client has; without it the stream begins with what comes next',
    schema: { type: 'string', pattern: '^[0-9]{0,15}$' },
  },
] as const

const answersOf = ({ answers }: Operation, named: Schemas): Record<string, Json> =>
  Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => [
      status,
      { description: 'Done', ...(answer && { content: contentOf(answer, named) }) },
    ]),
  )

function contentOf(answer: NonNullable<Operation['answers'][number]>, named: Schemas): Json {
  if ('kind' in answer) return media(jsonTypes, jsonSchema(answer, named, 'output'))
  const types = 'types' in answer ? answer.types : [answer.type]
  const others = Object.assign({}, ...types.map(type => media([type], isText(type) ? { type: 'string' } : {})))
  const json = 'types' in answer && answer.json
  return json ? { ...media(jsonTypes, jsonSchema(json, named, 'output')), ...others } : others
}

/** A JSON export is no string, and readers take the schema of a stream for that of each event. */
const isText = (type: string) => !type.endsWith('json') && type !== 'text/event-stream'

const media = (types: readonly string[], schema: Json): Json =>
  Object.fromEntries(types.map(type => [type, { schema }]))
