import type * as v from 'valibot'

/** One type of the catalog: the schema of its data and one example. schemas/events/ is generated from these. */
export interface EventType<TData extends v.GenericSchema = v.GenericSchema> {
  type: `zerodue.${string}.v${number}`
  topic: string | null
  summary: string
  data: TData
  example: v.InferInput<TData>
  /** No function emits it yet, so its shape may still change in any way. */
  draft?: true
  /** A person waits for its effect. While everything starts, it is published before the other events of its change. */
  goesFirst?: true
  /**
   * What was different about this event before it moved to another topic or type. It is published in that form too, with the
   * same id, so that a consumer of both drops one as a duplicate.
   */
  formerly?(data: v.InferInput<TData>): FormerEvent | undefined
}

export interface FormerEvent {
  topic: string
  type?: EventType['type']
  data?: object
}

export const defineEvent = <TData extends v.GenericSchema, const TType extends EventType['type']>(
  event: EventType<TData> & { type: TType },
): EventType<TData> & { type: TType } => event
