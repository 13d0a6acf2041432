import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { type Answer, toResponse } from './answer.ts'
import type { Log } from './log.ts'
import { metrics } from './metrics.ts'
import { type ProblemCode, problemResponse, type Refusal, Refused, refuse, statusOf } from './problem.ts'
import { readJson, readText, requireType } from './read-body.ts'
import { queryOf, valid } from './validate.ts'

/** Who asks, by which door, and what the door allows. */
export interface Caller {
  userId: string
  actor: { kind: 'user' | 'token' | 'assistant' | 'recurrence' | 'producer'; id: string }
  scopes: readonly Scope[]
  /** When the credentials were given: those from before the account was deleted cannot write any more. */
  since?: Date
  /** When the credentials end by themselves, where they say so. */
  until?: Date
}
export type Scope = 'read' | 'write'

export type Identify = (c: Context) => Promise<Caller>

type Entries = v.ObjectEntries
type Closed<T extends Entries> = v.StrictObjectSchema<T, undefined>

/** What a route takes and answers: it is checked, and the OpenAPI file is made of it. */
export interface Operation<
  P extends Entries = Entries,
  Q extends Entries = Entries,
  B extends v.GenericSchema = v.GenericSchema,
> {
  method: 'get' | 'post' | 'patch' | 'delete'
  path: string
  id: string
  summary: string
  tag: string
  scope?: Scope
  params?: Closed<P>
  /** What a malformed parameter is: the same as one that names nothing. */
  missing?: ProblemCode
  query?: Closed<Q>
  body?: B
  /** What the OpenAPI file says of the body where the route itself reads more loosely. */
  documentedBody?: v.GenericSchema
  bodyTypes?: readonly string[]
  maxBytes?: number
  /** Instead of a JSON body: text of these types, which the route itself reads from `raw`. `json` is what it takes as JSON. */
  rawBody?: { types: readonly string[]; maxBytes: number; json?: v.GenericSchema }
  idempotent?: boolean
  ifMatch?: boolean
  /** Whether it goes on after the update whose id stands in Last-Event-ID. */
  lastEventId?: boolean
  answers: Record<number, v.GenericSchema | { type: string } | { types: readonly string[] } | null>
  refusals?: readonly ProblemCode[]
}

export interface Asked<P extends Entries, Q extends Entries, B extends v.GenericSchema> {
  c: Context
  caller: Caller
  params: v.InferOutput<Closed<P>>
  query: v.InferOutput<Closed<Q>>
  body: v.InferOutput<B>
  raw: string
  /** The media type of a raw body. */
  type: string
  once?: Once
  version?: number
}

/** An idempotency key, and what it was used for. */
export interface Once {
  key: string
  fingerprint: string
}

export type Outcome = Answer | Refusal | Response

export interface Api {
  app: Hono
  operations: Operation[]
  route<P extends Entries, Q extends Entries, B extends v.GenericSchema>(
    operation: Operation<P, Q, B>,
    handle: (asked: Asked<P, Q, B>) => Promise<Outcome>,
  ): void
}

export const jsonTypes = ['application/json'] as const
export const patchTypes = ['application/merge-patch+json', 'application/json'] as const
export const maxBodyBytes = 256 * 1024

export function createApi(identify: Identify, log: Log): Api {
  const app = new Hono()
  const operations: Operation[] = []
  app.onError((error, c) => asProblem(error, c, log))
  const noRoute = metrics.route('other', 'none')
  app.notFound(c => {
    const refusal = notFound(operations, c)
    noRoute.add(statusOf(refusal.refused), 0)
    return problemResponse(refusal)
  })
  return {
    app,
    operations,
    route(operation, handle) {
      operations.push(operation as unknown as Operation)
      const durations = metrics.route(operation.method, operation.path)
      app.on(operation.method.toUpperCase(), honoPath(operation.path), async c => {
        const began = performance.now()
        let response: Response
        try {
          response = toResponse(await handle(await read(operation, operations, c, identify)))
        } catch (error) {
          response = asProblem(error, c, log, operation.path)
        }
        durations.add(response.status, performance.now() - began)
        return response
      })
    },
  }
}

async function read<P extends Entries, Q extends Entries, B extends v.GenericSchema>(
  operation: Operation<P, Q, B>,
  operations: Operation[],
  c: Context,
  identify: Identify,
): Promise<Asked<P, Q, B>> {
  const caller = operation.scope ? await identify(c) : nobody
  if (operation.scope && !caller.scopes.includes(operation.scope))
    throw new Refused(refuse('scope-missing', { detail: `This needs a token with the scope «${operation.scope}».` }))
  const params = readParams(operation, operations, c)
  const query = readQuery(operation, c)
  const once = operation.idempotent ? idempotencyKey(c) : undefined
  const version = operation.ifMatch ? ifMatch(c) : undefined
  const { json, raw, type } = await readBody(operation, c)
  const body = operation.body && valid(operation.body, json)
  return {
    c,
    caller,
    params: params as v.InferOutput<Closed<P>>,
    query: query as v.InferOutput<Closed<Q>>,
    body: body as v.InferOutput<B>,
    raw,
    type,
    ...(once && { once: { key: once, fingerprint: fingerprint(c, raw) } }),
    ...(version !== undefined && { version }),
  }
}

async function readBody(operation: Pick<Operation, 'body' | 'bodyTypes' | 'maxBytes' | 'rawBody'>, c: Context) {
  const { body, bodyTypes, maxBytes, rawBody } = operation
  if (body) return { ...(await readJson(c, maxBytes ?? maxBodyBytes, bodyTypes ?? jsonTypes)), type: '' }
  if (!rawBody) return { json: undefined, raw: '', type: '' }
  const type = requireType(c, rawBody.types)
  return { json: undefined, raw: await readText(c, rawBody.maxBytes), type }
}

const nothing = v.strictObject({})
const nobody: Caller = { userId: '', actor: { kind: 'user', id: '' }, scopes: [] }

function readParams<P extends Entries>(
  operation: Operation<P, Entries, v.GenericSchema>,
  operations: Operation[],
  c: Context,
) {
  if (!operation.params) return {}
  const outcome = v.safeParse(operation.params, paramsOf(operation.path, c))
  if (outcome.success) return outcome.output
  // Another route may have this very address: then it was meant, and it does not know the method.
  const meant = operations.some(({ path }) => path === c.req.path)
  throw new Refused(meant ? notFound(operations, c) : refuse(operation.missing ?? 'route-not-found'))
}

function paramsOf(path: string, c: Context): Record<string, string> {
  const params: Record<string, string> = c.req.param()
  for (const [, name = '', rest = ''] of path.matchAll(/\{(\w+)\}([^/]+)/g))
    params[name] = params[name]?.slice(0, -rest.length) ?? ''
  return params
}

function readQuery<Q extends Entries>({ query }: Operation<Entries, Q, v.GenericSchema>, c: Context) {
  if (!query && !c.req.url.includes('?')) return {}
  return valid(query ?? nothing, queryOf(query, new URL(c.req.url).searchParams), 'query')
}

function idempotencyKey(c: Context): string | undefined {
  const key = c.req.header('idempotency-key')
  if (key === undefined) return undefined
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key
  const message = 'must be 1 to 255 visible ASCII characters'
  throw new Refused(refuse('invalid-request', { errors: [{ path: 'header.idempotency-key', message }] }))
}

const fingerprint = (c: Context, raw: string) =>
  createHash('sha256')
    .update(`${c.req.method} ${c.req.path}${new URL(c.req.url).search}\n${raw}`)
    .digest('base64url')

function ifMatch(c: Context): number | undefined {
  const header = c.req.header('if-match')
  if (header === undefined || header === '*') return undefined
  const version = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header)?.[1]
  if (version) return Number(version)
  const message = 'must be the ETag of a task, such as "3"'
  throw new Refused(refuse('invalid-request', { errors: [{ path: 'header.if-match', message }] }))
}

/** The path is that of the route: what stands in its place may be a secret. */
function asProblem(error: unknown, c: Context, log: Log, path = 'none'): Response {
  if (error instanceof Refused) return problemResponse(error.refusal)
  const unavailable = isUnavailable(error)
  log.error({ err: error, method: c.req.method, path, outcome: unavailable ? 'unavailable' : 'internal' })
  return problemResponse(
    refuse(unavailable ? 'unavailable' : 'internal', unavailable ? { headers: { 'retry-after': '1' } } : {}),
  )
}

/** The database is away, starting or out of connections: the same request may succeed in a moment. */
export function isUnavailable(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  return /^(ECONN|ETIMEDOUT|EPIPE|CONNECT|CONNECTION_|08|53|57P|40)/.test(code)
}

function notFound(operations: Operation[], c: Context): Refusal {
  const exact = operations.filter(({ path }) => path === c.req.path)
  const here = exact.length ? exact : operations.filter(({ path }) => pattern(path).test(c.req.path))
  if (!here.length) return refuse('route-not-found')
  const allow = [...new Set(here.map(({ method }) => method.toUpperCase()))].join(', ')
  return refuse('method-not-allowed', { detail: `Use ${allow} here.`, headers: { allow } })
}

const pattern = (path: string) => new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`)

/** Hono takes `:secret.ics` for a name, so what follows a parameter within its segment becomes a part of its pattern. */
const honoPath = (path: string) =>
  path.replaceAll(/\{(\w+)\}([^/]*)/g, (_, name, rest) => `:${name}${rest && `{[^/]+${rest.replaceAll('.', '\\.')}}`}`)
