import type { Context } from 'hono'
import type * as v from 'valibot'
import type { Problem, Refusal } from '../core/refusal.ts'
import type { Answer } from './answer.ts'
import type { Places } from './places.ts'

/** The caller of a request: the user, the actor on their behalf, and the scopes. */
export interface Caller {
  userId: string
  actor: { kind: 'user' | 'token' | 'assistant' | 'recurrence' | 'producer'; id: string }
  scopes: readonly Scope[]
  /** The time of issue of the credentials: those from before the deletion of the account can no longer write. */
  since?: Date
  /** The expiry of the credentials, where they have one. */
  until?: Date
}
export type Scope = 'read' | 'write'

export type Identify = (c: Context) => Promise<Caller>

export type Entries = v.ObjectEntries
export type Closed<T extends Entries> = v.StrictObjectSchema<T, undefined>
/** For a query that another standard defines: it may have parameters that nobody here knows. */
export type Open<T extends Entries> = v.LooseObjectSchema<T, undefined>

/** The input and the answers of a route. Each request is checked by it, and the OpenAPI file is generated from it. */
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
  /** Whether the operator calls it, with OPERATOR_TOKEN, and people may not. */
  forOperator?: boolean
  params?: Closed<P>
  /** The refusal of a malformed parameter: the same as for an id that does not exist. */
  missing?: Problem
  query?: Closed<Q> | Open<Q>
  body?: B
  /** The body for the OpenAPI file, where the route accepts more than it documents. */
  documentedBody?: v.GenericSchema
  bodyTypes?: readonly string[]
  maxBytes?: number
  /** Text of these types in place of a JSON body; the route parses `raw` itself. `json` documents the JSON form. */
  rawBody?: { types: readonly string[]; maxBytes: number; json?: v.GenericSchema }
  /** The places of heavy work. A file takes its place before it is read; other bodies are read and checked before. */
  heavy?: Places
  idempotent?: boolean
  ifMatch?: boolean
  /** Whether it resumes after the update named in Last-Event-ID. */
  lastEventId?: boolean
  /** `json` is the schema where the request may choose JSON among the types. */
  answers: Record<
    number,
    v.GenericSchema | { type: string } | { types: readonly string[]; json?: v.GenericSchema } | null
  >
  refusals?: readonly Problem[]
}

export interface RouteInput<P extends Entries, Q extends Entries, B extends v.GenericSchema> {
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

/** An idempotency key, and the fingerprint of the request that uses it. */
export interface Once {
  key: string
  fingerprint: string
}

export type Outcome = Answer | Refusal | Response

/** One route of a function: its operation, and a handler that gets the dependencies it uses. */
export interface Route<TDeps> {
  operation: Operation
  handle: (deps: TDeps, input: RouteInput<never, never, never>) => Promise<Outcome>
}

export const route = <TDeps, P extends Entries, Q extends Entries, B extends v.GenericSchema>(
  operation: Operation<P, Q, B>,
  handle: (deps: TDeps, input: RouteInput<P, Q, B>) => Promise<Outcome>,
): Route<TDeps> => ({ operation, handle }) as unknown as Route<TDeps>

export const jsonTypes = ['application/json'] as const
export const patchTypes = ['application/merge-patch+json', 'application/json'] as const
export const maxBodyBytes = 256 * 1024
