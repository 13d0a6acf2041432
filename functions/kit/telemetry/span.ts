import { AsyncLocalStorage } from 'node:async_hooks'
import type { Attributes } from './instruments.ts'
import { newSpanId, newTrace, readTrace, type Trace, traceparentOf } from './trace-context.ts'

export type SpanKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer'

/** One piece of work in a trace. What it calls continues the trace without knowing of it. */
export interface Span {
  readonly name: string
  readonly kind: SpanKind
  readonly trace: Trace
  /** The id of the span that it is a part of. */
  readonly parent: string | undefined
  /** Earlier work that led to this one, in other traces. */
  readonly links: readonly Trace[]
  readonly attributes: Attributes
  /** In milliseconds since 1970. */
  readonly startedAt: number
  /** The kind of failure. Never a message, which may quote what a person wrote. */
  failure: string | undefined
  /** Makes it a part of the trace of a `traceparent` that was found only now. */
  continue(traceparent: string | undefined): void
}

export interface EndedSpan extends Span {
  readonly durationMs: number
}

interface SpanOptions {
  name: string
  kind?: SpanKind
  /** At a door: the `traceparent` of whoever calls. Without one a trace begins. Elsewhere a span is a part of the current one. */
  from?: unknown
  /** The `traceparent` of work that ended long ago. It begins a trace of its own then, with a link to that one. */
  after?: string | null | undefined
  /** More work that led to this one. */
  links?: readonly Trace[]
  attributes?: Attributes
}

const current = new AsyncLocalStorage<Span>()
let record: ((span: EndedSpan) => void) | undefined
let share = 1

/** Hands over each span of a sampled trace when it ends. */
export function recordSpans(to: ((span: EndedSpan) => void) | undefined): void {
  record = to
}

/** Which share of the traces that begin here is recorded. */
export function sampleTraces(shareToRecord: number): void {
  share = shareToRecord
}

export const currentSpan = (): Span | undefined => current.getStore()
export const currentTrace = (): Trace | undefined => current.getStore()?.trace

/** For what leaves this process, such as an event or a request. */
export function currentTraceparent(): string | null {
  const trace = currentTrace()
  return trace ? traceparentOf(trace) : null
}

/** Does a piece of work as a span. */
export async function inSpan<T>(options: SpanOptions, work: (span: Span) => T | Promise<T>): Promise<T> {
  const span = begin(options)
  const startedAt = performance.now()
  try {
    return await current.run(span, work, span)
  } catch (error) {
    span.failure ??= error instanceof Error ? error.name : 'Error'
    throw error
  } finally {
    if (record && span.trace.sampled) record(Object.assign(span, { durationMs: performance.now() - startedAt }))
  }
}

function begin(options: SpanOptions): Span {
  const { name, kind = 'internal', from, after, links = [], attributes = {} } = options
  const here = currentTrace()
  const earlier = readTrace(after)
  const isLater = earlier !== undefined && earlier.traceId !== here?.traceId
  const caller = 'from' in options ? readTrace(from) : here
  const parent = isLater ? undefined : caller
  const span = {
    name,
    kind,
    trace: parent ? { ...parent, spanId: newSpanId() } : newTrace(share),
    parent: parent?.spanId,
    links: [...links, ...(isLater ? [earlier, ...(here ? [here] : [])] : [])],
    attributes,
    startedAt: Date.now(),
    failure: undefined as string | undefined,
    continue(traceparent: string | undefined) {
      const found = readTrace(traceparent)
      if (!found || found.spanId === span.parent) return
      span.trace = { ...found, spanId: span.trace.spanId }
      span.parent = found.spanId
    },
  }
  return span
}
