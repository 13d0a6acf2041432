import type { IHeaders, KafkaMessage } from 'kafkajs'

/** A record as an HTTP request in binary mode. The attributes are not yet percent-encoded. */
export interface Request {
  attributes: Record<string, string>
  contentType: string | undefined
  body: Buffer
  traceparent: string | undefined
}

export interface Place {
  source: string
  topic: string
  partition: number
}

/** Turns a record into a request. A record that is no CloudEvent is wrapped in one, as Knative does; functions answer it 400. */
export function requestOf(message: KafkaMessage, place: Place): Request {
  const headers = textHeaders(message.headers)
  const event = binary(message, headers) ?? structured(message, headers) ?? wrapped(message, headers, place)
  return {
    ...event,
    traceparent: headers.traceparent ?? event.attributes.traceparent,
    attributes: {
      ...event.attributes,
      knativekafkapartition: String(place.partition),
      knativekafkaoffset: message.offset,
    },
  }
}

type Event = Omit<Request, 'traceparent'>

const required = ['specversion', 'id', 'source', 'type']
const complete = (attributes: Record<string, string>) =>
  required.every(name => attributes[name]) && attributes.specversion === '1.0'

function binary({ value }: KafkaMessage, headers: Record<string, string>): Event | undefined {
  const attributes = Object.fromEntries(
    Object.entries(headers).flatMap(([name, text]) => (name.startsWith('ce_') ? [[name.slice(3), text]] : [])),
  )
  if (!complete(attributes)) return undefined
  return { attributes, contentType: headers['content-type'], body: value ?? Buffer.alloc(0) }
}

function structured({ value }: KafkaMessage, headers: Record<string, string>): Event | undefined {
  if (!headers['content-type']?.startsWith('application/cloudevents+json')) return undefined
  const document = parseObject(value)
  if (!document) return undefined
  const { data, data_base64: base64, datacontenttype, ...rest } = document
  const attributes = Object.fromEntries(
    Object.entries(rest).flatMap(([name, one]) => (one === null ? [] : [[name, String(one)]])),
  )
  if (!complete(attributes)) return undefined
  const contentType = datacontenttype === undefined ? 'application/json' : String(datacontenttype)
  const plain = typeof data === 'string' && !/[/+]json\b/.test(contentType) ? data : JSON.stringify(data)
  const body = base64 === undefined ? Buffer.from(plain ?? '') : Buffer.from(String(base64), 'base64')
  return { attributes, contentType, body }
}

function parseObject(value: Buffer | null): Record<string, unknown> | undefined {
  try {
    const document = JSON.parse(String(value))
    return typeof document === 'object' && document !== null && !Array.isArray(document) ? document : undefined
  } catch {
    return undefined
  }
}

function wrapped(message: KafkaMessage, headers: Record<string, string>, { source, topic, partition }: Place): Event {
  const key = message.key?.toString()
  const others = Object.entries(headers).flatMap(([name, text]) =>
    name.toLowerCase() === 'content-type' ? [] : [[`kafkaheader${name.toLowerCase().replace(/[^a-z0-9]/g, '')}`, text]],
  )
  return {
    attributes: {
      specversion: '1.0',
      id: `partition:${partition}/offset:${message.offset}`,
      type: 'dev.knative.kafka.event',
      source: `/apis/v1/namespaces/default/kafkasources/${source}#${topic}`,
      subject: `partition:${partition}#${message.offset}`,
      time: new Date(Number(message.timestamp)).toISOString(),
      ...(key !== undefined && { partitionkey: key, key }),
      ...Object.fromEntries(others),
    },
    contentType: Object.entries(headers)
      .find(([name]) => name.toLowerCase() === 'content-type')?.[1]
      .toLowerCase(),
    body: message.value ?? Buffer.alloc(0),
  }
}

function textHeaders(headers: IHeaders = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const last = Array.isArray(value) ? value.at(-1) : value
      return last === undefined ? [] : [[name, String(last)]]
    }),
  )
}
