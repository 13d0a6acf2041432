import { batchEvent } from '../core/batch-event.ts'
import type { Outgoing } from './event.ts'

// Written without the `cloudevents` package: its import takes 60 ms of a cold start, and Kafka clients reject its headers.
// A test reads everything back with that package.

const json = 'application/json'

/** The URI of the schema of a type: the `$id` of its file in schemas/events/. */
export const schemaUri = (type: string): string => `urn:zerodue:schema:${type}`

/** The attributes of CloudEvents 1.0 and our extensions; an optional one is absent where the event has none. */
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
    ...(event.type === batchEvent.type && { batchtypes: typesIn(event.data) }),
  }
}

/** The types in a batch, so that a receiver that handles none of them need not read it. */
function typesIn(data: object): string {
  const { events = [] } = data as { events?: { type: string }[] }
  return [...new Set(events.map(({ type }) => type))].join()
}

export const bodyOf = ({ data }: Outgoing): string => JSON.stringify(data)

/** Binary mode over HTTP, as KafkaSource delivers: the trace is also a header of its own. */
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

/** The encoding of the HTTP binding of CloudEvents: it escapes space, quote, percent and all but printable ASCII. */
export const percentEncoded = (value: string) =>
  value.toWellFormed().replace(/[^\x21\x23\x24\x26-\x7e]+/gu, run => encodeURIComponent(run))

const prefixed = (prefix: string, record: Record<string, string>) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [prefix + name, value]))

const mapValues = (record: Record<string, string>, change: (value: string) => string) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]))
