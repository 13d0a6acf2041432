import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import * as v from 'valibot'
import { invalidRequest, methodNotAllowed, routeNotFound, scopeMissing } from '../core/problems.ts'
import { type Refusal, Refused, refuse } from '../core/refusal.ts'
import {
  type Caller,
  type Closed,
  type Entries,
  type Identify,
  jsonTypes,
  maxBodyBytes,
  type Operation,
  type RouteInput,
} from './api.ts'
import { readJson, readText, requireType } from './read-body.ts'
import { queryOf, valid } from './validate.ts'

/**
 * The checked input of a route; throws the refusal of the first part that is wrong. `enter` waits for a place: for a file
 * before it is in memory, otherwise after the body, so that nobody takes a place by sending slowly.
 */
export async function readRequest<P extends Entries, Q extends Entries, B extends v.GenericSchema>(
  operation: Operation<P, Q, B>,
  operations: Operation[],
  c: Context,
  identify: Identify,
  enter: (caller: Caller) => Promise<void> = async () => {},
): Promise<RouteInput<P, Q, B>> {
  const caller = operation.scope ? await identify(c) : noCaller
  if (operation.scope && !caller.scopes.includes(operation.scope))
    throw new Refused(refuse(scopeMissing, { detail: `Use a token with the scope «${operation.scope}».` }))
  const params = readParams(operation, operations, c)
  const query = readQuery(operation, c)
  const once = operation.idempotent ? idempotencyKey(c) : undefined
  const version = operation.ifMatch ? ifMatch(c) : undefined
  if (operation.rawBody) await enter(caller)
  const { json, raw, type } = await readBody(operation, c)
  const body = operation.body && valid(operation.body, json)
  if (!operation.rawBody) await enter(caller)
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
const noCaller: Caller = { userId: '', actor: { kind: 'user', id: '' }, scopes: [] }

function readParams<P extends Entries>(
  operation: Operation<P, Entries, v.GenericSchema>,
  operations: Operation[],
  c: Context,
) {
  if (!operation.params) return {}
  const outcome = v.safeParse(operation.params, paramsOf(operation.path, c))
  if (outcome.success) return outcome.output
  // Another route may have exactly this path, with another method: then the answer is 405.
  const meant = operations.some(({ path }) => path === c.req.path)
  throw new Refused(meant ? notFound(operations, c) : refuse(operation.missing ?? routeNotFound))
}

/** 404 for an unknown path, 405 for a known one that has other methods. */
export function notFound(operations: Operation[], c: Context): Refusal {
  const exact = operations.filter(({ path }) => path === c.req.path)
  const here = exact.length ? exact : operations.filter(({ path }) => pathPattern(path).test(c.req.path))
  if (!here.length) return refuse(routeNotFound)
  const allow = [...new Set(here.map(({ method }) => method.toUpperCase()))].join(', ')
  return refuse(methodNotAllowed, { detail: `Use ${allow} here.`, headers: { allow } })
}

/** The path of an operation as a regular expression. */
export const pathPattern = (path: string) =>
  new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`)

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
  throw new Refused(refuse(invalidRequest, { errors: [{ path: 'header.idempotency-key', message }] }))
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
  throw new Refused(refuse(invalidRequest, { errors: [{ path: 'header.if-match', message }] }))
}
