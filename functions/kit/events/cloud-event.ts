import type { Outgoing } from './event.ts'

// Written here and not by the `cloudevents` package, whose import takes 60 ms of a cold start and which for Kafka makes
// headers that no client takes. A test reads everything back with that package.

const json = 'application/json'

/** Where the schema of a type can be found: the `$id` of its file in schemas/events/. */
export const schemaUri = (type: string): string => `urn:zerodue:schema:${type}`

/** The attributes of CloudEvents 1.0 and our extensions, without those that this event lacks. */
export function attributesOf(event: Outgoing): Record<string, string> {
  return {
    specversion: '1.0',
    id: event.id,
    source: event.source,
    type: event.type,
    ...(event.subject !== null && { subject: event.subject }),
    time: event.time,
    dataschema: schemaUri(event.type),
    userid: event.userId,
    partitionkey: event.userId,
    ...(event.traceparent !== null && { traceparent: event.traceparent }),
  }
}

export const bodyOf = ({ data }: Outgoing): string => JSON.stringify(data)

/** Binary mode over HTTP, as KafkaSource delivers: the trace goes as its own header too. */
export function httpHeaders(event: Outgoing): Record<string, string> {
  return {
    'content-type': json,
    ...prefixed('ce-', mapValues(attributesOf(event), percentEncoded)),
    ...(event.traceparent !== null && { traceparent: event.traceparent }),
  }
}

/** Binary mode in Kafka, where header names are case-sensitive and values are UTF-8 as they are. */
export const kafkaHeaders = (event: Outgoing): Record<string, string> => ({
  'content-type': json,
  ...prefixed('ce_', attributesOf(event)),
})

/** Structured mode: one JSON document. */
export const structuredBody = (event: Outgoing): string =>
  JSON.stringify({ ...attributesOf(event), datacontenttype: json, data: event.data })

export const structuredType = 'application/cloudevents+json'

/** As the HTTP binding of CloudEvents asks: space, quote, percent and whatever is not printable ASCII. */
export const percentEncoded = (value: string) =>
  value.toWellFormed().replace(/[^\x21\x23\x24\x26-\x7e]+/gu, run => encodeURIComponent(run))

const prefixed = (prefix: string, record: Record<string, string>) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [prefix + name, value]))

const mapValues = (record: Record<string, string>, change: (value: string) => string) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]))
