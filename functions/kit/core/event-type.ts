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
}

export const defineEvent = <TData extends v.GenericSchema, const TType extends EventType['type']>(
  event: EventType<TData> & { type: TType },
): EventType<TData> & { type: TType } => event
