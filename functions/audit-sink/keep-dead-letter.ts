import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { v7 as newId } from 'uuid'
import * as v from 'valibot'
import { structuredType } from '../kit/events/cloud-event.ts'
import type { ReceivedEvent } from '../kit/events/handler.ts'
import { attributeHeaders, type IncomingEvent } from '../kit/events/read-event.ts'
import { readBytes } from '../kit/http/read-body.ts'
import type { Sql } from '../kit/postgres/connect.ts'
import { counter } from '../kit/telemetry/instruments.ts'
import { storableTime, userOf } from './append-events.ts'

/** An event that its receiver could not handle, byte for byte, and the receiver's answer. */
interface DeadLetter {
  /** The same key for the same event at the same destination. */
  key: Buffer
  userId: string | null
  time: string | null
  attributes: Record<string, string | undefined>
  body: Buffer
  destination: string
  status: number
  reason: string
}

export const keptCount = counter('zerodue.dead_letters', {
  description: 'Dead letters that were kept, each failure once.',
})

/** More than any record holds, because a dead letter that is refused is lost. */
const maxBytes = 4 * 1024 * 1024

/**
 * Reads a dead letter as KafkaSource or Dapr delivers it, also a record that is no event and a body that is no JSON. The
 * `knativeerror…` attributes are not part of the event, so that a replay publishes it unchanged.
 */
export async function readDeadLetter(c: Context): Promise<IncomingEvent> {
  const { named, body } = partsOf(c, Buffer.from(new Uint8Array(await readBytes(c, maxBytes))))
  const { knativeerrordest, knativeerrorcode, knativeerrordata, ...attributes } = named
  const { id = '', source = '', type = '', time = '', userid } = attributes
  // The query of a sink contains the credential of the source.
  const destination = (knativeerrordest ?? '').split('?')[0] ?? ''
  const letter: DeadLetter = {
    key: hash([destination, source, id, hash(body).toString('hex')]),
    userId: ownerOf(userid, body),
    time: storableTime(time) ?? null,
    attributes,
    body,
    destination,
    status: /^\d{1,3}$/.test(knativeerrorcode ?? '') ? Number(knativeerrorcode) : 0,
    reason: reasonOf(knativeerrordata ?? ''),
  }
  return {
    id,
    source,
    type,
    subject: undefined,
    time,
    userId: userid,
    traceparent: undefined,
    extensions: {},
    data: letter,
  }
}

/**
 * Keeps a dead letter until an operator replays it. A redelivery adds no second letter, and a failure after a replay makes
 * the letter wait again. A late redelivery may look like that too: one more replay does no harm.
 */
export async function keepDeadLetters(
  { sql, now }: { sql: Sql; now: () => Date },
  letters: readonly ReceivedEvent[],
): Promise<'handled'> {
  for (const { data } of letters) {
    const { key, userId, time, attributes, body, destination, status, reason } = data as DeadLetter
    await sql`
      select audit.keep_dead_letter(${newId()}, ${key}, ${userId}, ${time}, ${sql.json(attributes)}, ${body},
        ${destination}, ${status}, ${reason}, ${now()})`
    keptCount.add(1)
  }
  return 'handled'
}

/**
 * KafkaSource sends the attributes as headers, also those of a record that only claims to be a structured event. Dapr sends
 * the whole event as one document, without a reason.
 */
function partsOf(c: Context, body: Buffer): { named: Record<string, string | undefined>; body: Buffer } {
  const isStructured =
    c.req.header('ce-specversion') === undefined && c.req.header('content-type')?.startsWith(structuredType)
  const outcome = isStructured ? v.safeParse(Structured, jsonOf(body)) : undefined
  if (!outcome?.success) return { named: withoutPrefix(attributeHeaders(c.req.header())), body }
  const { data = null, ...attributes } = outcome.output
  const named = Object.entries(attributes).map(([name, value]) => [name, storable(String(value))])
  return { named: Object.fromEntries(named), body: Buffer.from(JSON.stringify(data)) }
}

const Structured = v.looseObject({ specversion: v.literal('1.0'), data: v.optional(v.unknown()) })

/** No user of ours has a name longer than an index can hold. */
function ownerOf(userId: string | undefined, body: Buffer): string | null {
  const owner = userOf({ userId, data: jsonOf(body) })
  return owner && Buffer.byteLength(owner) <= 512 ? owner : null
}

const withoutPrefix = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.slice('ce-'.length), storable(value)]))

const Problem = v.object({ code: v.string(), detail: v.string() })

/** A source encodes the beginning of the answer. Of a problem the code and the detail are enough. */
function reasonOf(encoded: string): string {
  const answer = Buffer.from(encoded, 'base64').toString()
  const problem = jsonOf(answer)
  return storable(v.is(Problem, problem) ? `${problem.code}: ${problem.detail}` : answer)
}

export function jsonOf(text: Buffer | string): unknown {
  try {
    return JSON.parse(text.toString())
  } catch {
    return undefined
  }
}

/** Replaces characters that the database cannot hold with the replacement character. */
const storable = (text: string) => text.toWellFormed().replaceAll('\0', '\ufffd')

const hash = (input: Buffer | string[]) =>
  createHash('sha256')
    .update(Buffer.isBuffer(input) ? input : JSON.stringify(input))
    .digest()
