import type { Context } from 'hono'
import type * as v from 'valibot'
import type { Problem, Refusal } from '../core/refusal.ts'
import type { Answer } from './answer.ts'

/** Who asks, by which door, and what the door allows. */
export interface Caller {
  userId: string
  actor: { kind: 'user' | 'token' | 'assistant' | 'recurrence' | 'producer'; id: string }
  scopes: readonly Scope[]
  /** When the credentials were given: those from before the account was deleted cannot write any more. */
  since?: Date
  /** When the credentials end by themselves, where they say so. */
  until?: Date
  /** The trace that the request belongs to (W3C Trace Context). */
  traceparent?: string
}
export type Scope = 'read' | 'write'

export type Identify = (c: Context) => Promise<Caller>

export type Entries = v.ObjectEntries
export type Closed<T extends Entries> = v.StrictObjectSchema<T, undefined>

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
  missing?: Problem
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
  refusals?: readonly Problem[]
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

/** One address of a function: what it takes and answers, and what it does with the dependencies that it uses. */
export interface Route<TDeps> {
  operation: Operation
  handle: (deps: TDeps, asked: Asked<never, never, never>) => Promise<Outcome>
}

export const route = <TDeps, P extends Entries, Q extends Entries, B extends v.GenericSchema>(
  operation: Operation<P, Q, B>,
  handle: (deps: TDeps, asked: Asked<P, Q, B>) => Promise<Outcome>,
): Route<TDeps> => ({ operation, handle }) as unknown as Route<TDeps>

export const jsonTypes = ['application/json'] as const
export const patchTypes = ['application/merge-patch+json', 'application/json'] as const
export const maxBodyBytes = 256 * 1024
