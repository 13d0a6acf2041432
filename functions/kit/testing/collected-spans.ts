import { localServer } from './local-server.ts'

/** A span as it was sent by OTLP. */
export interface CollectedSpan {
  service: string
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  links: { traceId: string; spanId: string }[]
  attributes: Record<string, string>
  /** In milliseconds. */
  from: number
  to: number
  failed: boolean
}

interface Sent {
  resourceSpans?: {
    resource: { attributes: Attribute[] }
    scopeSpans: { spans: SentSpan[] }[]
  }[]
}

interface Attribute {
  key: string
  value: { stringValue?: string; intValue?: number }
}

interface SentSpan extends Pick<CollectedSpan, 'traceId' | 'spanId' | 'parentSpanId' | 'name'> {
  links?: CollectedSpan['links']
  attributes: Attribute[]
  startTimeUnixNano: string
  endTimeUnixNano: string
  status: { code?: number }
}

/** An endpoint for OTLP that keeps the spans. It stands in for a collector. */
export async function spanCollector() {
  const spans: CollectedSpan[] = []
  const { url } = await localServer((request, response) => {
    if (request.path === '/v1/traces') spans.push(...spansIn(JSON.parse(request.body.toString())))
    response.end('{}')
  })
  return { url, spans }
}

const spansIn = ({ resourceSpans = [] }: Sent): CollectedSpan[] =>
  resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = recordOf(resource.attributes)['service.name'] ?? ''
    return scopeSpans.flatMap(({ spans }) => spans.map(span => toSpan(span, service)))
  })

function toSpan(span: SentSpan, process: string): CollectedSpan {
  const { traceId, spanId, parentSpanId, name, links = [], startTimeUnixNano, endTimeUnixNano, status } = span
  const attributes = recordOf(span.attributes)
  return {
    service: attributes.function ?? process,
    traceId,
    spanId,
    ...(parentSpanId && { parentSpanId }),
    name,
    links,
    attributes,
    from: Number(startTimeUnixNano) / 1e6,
    to: Number(endTimeUnixNano) / 1e6,
    failed: status.code === 2,
  }
}

const recordOf = (attributes: Attribute[]): Record<string, string> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, String(Object.values(value)[0])]))
