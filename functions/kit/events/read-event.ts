import type { CloudEventV1 } from 'cloudevents'
import type { Context } from 'hono'
import * as v from 'valibot'
import { invalidJson, invalidRequest } from '../core/problems.ts'
import { type Fault, Refused, refuse } from '../core/refusal.ts'
import { readJson, readText, storableJson } from '../http/read-body.ts'
import { faultsOf } from '../http/validate.ts'
import { structuredType } from './cloud-event.ts'

/** A CloudEvent whose data has not been checked yet. */
export interface IncomingEvent {
  id: string
  source: string
  type: string
  subject: string | undefined
  time: string
  userId: string | undefined
  traceparent: string | undefined
  extensions: Record<string, string>
  data: unknown
}

/** The size of the largest record that Kafka accepts by default. */
const maxEventBytes = 1024 * 1024
/** A longer id or source does not fit into an index of Postgres. */
const maxNameBytes = 512

const known = new Set([
  'specversion', 'id', 'source', 'type', 'subject', 'time', 'data', 'data_base64', 'datacontenttype', 'dataschema',
]) // biome-ignore format: one list, read as one

/** KafkaSource keeps 1 KiB of the answer with the dead letter, so the reason must fit. */
export const malformed = (detail: string, errors: Fault[] = []) =>
  new Refused(
    refuse(invalidRequest, {
      detail: detail.slice(0, 250),
      errors: errors
        .slice(0, 3)
        .map(({ path, message }) => ({ path: path.slice(0, 60), message: message.slice(0, 90) })),
    }),
  )

/**
 * Reads a CloudEvent in binary or structured mode. Refuses anything else, also the event into which KafkaSource wraps a
 * record that is no CloudEvent.
 */
export async function readEvent(c: Context): Promise<IncomingEvent> {
  const event = await parse(c)
  if (event.type === 'dev.knative.kafka.event')
    throw malformed('The record is not a CloudEvent: it lacks content-type or a ce_ header.')
  const { id, source, type, subject, time = new Date().toISOString(), data } = event
  const extensions = Object.fromEntries(
    Object.entries(event).flatMap(([name, value]) =>
      known.has(name) || value === undefined || value === null ? [] : [[name, String(value)]],
    ),
  )
  const { userid: userId, traceparent } = extensions
  requireStorable({ id, source, type, subject, userid: userId })
  return { id, source, type, subject, time, userId, traceparent, extensions, data }
}

function requireStorable(names: Record<string, string | undefined>): void {
  for (const [path, value = ''] of Object.entries(names)) {
    if (Buffer.byteLength(value) <= maxNameBytes && !value.includes('\0')) continue
    const message = `must have at most ${maxNameBytes} bytes and no NUL`
    throw malformed('This CloudEvent cannot be stored.', [{ path, message }])
  }
}

async function parse(c: Context): Promise<CloudEventV1<unknown>> {
  const contentType = (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  return contentType.startsWith('application/cloudevents')
    ? parseStructured(c, contentType)
    : parseBinary(c, contentType)
}

async function parseBinary(c: Context, contentType: string): Promise<CloudEventV1<unknown>> {
  const headers = attributeHeaders(c.req.header())
  const id = headers['ce-id']
  if (!id) throw malformed('Not a CloudEvent: it lacks content-type application/cloudevents+json or the header ce-id.')
  requireVersionAndTime(headers['ce-specversion'], headers['ce-time'])
  const isJson = contentType === '' || /[/+]json$/.test(contentType)
  const body = isJson ? (await readJson(c, maxEventBytes, [contentType])).json : await readText(c, maxEventBytes)
  return toEvent({ ...headers, 'content-type': isJson ? 'application/json' : contentType }, body)
}

async function parseStructured(c: Context, contentType: string): Promise<CloudEventV1<unknown>> {
  if (contentType !== structuredType) throw malformed(`Send ${structuredType}, not ${contentType}.`)
  const { json } = await readJson(c, maxEventBytes, [structuredType])
  const outcome = v.safeParse(Envelope, json)
  if (!outcome.success)
    throw malformed(
      'Not a CloudEvent.',
      outcome.issues.flatMap(issue => faultsOf(issue)),
    )
  const { data_base64: base64, ...event } = outcome.output
  requireVersionAndTime(event.specversion, event.time)
  return toEvent(
    { 'content-type': structuredType },
    base64 === undefined ? event : { ...event, data: fromBase64(base64) },
  )
}

/** Requires the id: the package would invent one. */
const Envelope = v.looseObject({
  specversion: v.string(),
  id: v.string(),
  time: v.exactOptional(v.string()),
  data_base64: v.exactOptional(v.pipe(v.string(), v.base64())),
})

function fromBase64(base64: string): unknown {
  try {
    return storableJson(Buffer.from(base64, 'base64').toString(), maxEventBytes)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const { errors = [], detail = 'The data is not JSON.' } = error.refusal
    throw malformed(error.refusal.refused === invalidJson ? 'The data is not JSON.' : detail, errors)
  }
}

function requireVersionAndTime(version: string | undefined, time: string | undefined): void {
  if (version !== '1.0') throw malformed(`Send CloudEvents 1.0, not ${version ?? 'an event without specversion'}.`)
  if (time !== undefined && Number.isNaN(Date.parse(time))) throw malformed('The time of the CloudEvent is not a time.')
}

async function toEvent(headers: Record<string, string>, body: unknown): Promise<CloudEventV1<unknown>> {
  // Loaded with the first event: a cold start by an HTTP request does not pay for it.
  const { CloudEvent, HTTP } = (await import('cloudevents')).default
  try {
    const event = HTTP.toEvent<unknown>({ headers, body })
    if (!(event instanceof CloudEvent)) throw new Error('it is a batch')
    event.validate()
    return event
  } catch (error) {
    throw malformed(`Not a CloudEvent: ${error instanceof Error ? error.message.slice(0, 300) : error}`)
  }
}

/**
 * The attributes among the headers. All other headers are dropped, above all the credential, and so is the query of the
 * address in a dead letter, which may hold one.
 */
export const attributeHeaders = (headers: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      if (!name.startsWith('ce-')) return []
      const decoded = percentDecoded(value)
      return [[name, name === 'ce-knativeerrordest' ? decoded.replace(/\?.*$/s, '') : decoded]]
    }),
  )

/** Not every sender follows the encoding of the HTTP binding: a value that cannot be decoded stays as it is. */
function percentDecoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
