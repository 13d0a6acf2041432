import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'

type Value = string | number | boolean
type Attributes = Record<string, Value>

const otlpValue = (value: Value) =>
  typeof value === 'string'
    ? { stringValue: value }
    : typeof value === 'boolean'
      ? { boolValue: value }
      : { doubleValue: value }
export const attributes = (all: Attributes) =>
  Object.entries(all).map(([key, value]) => ({ key, value: otlpValue(value) }))

/** A request of OTLP in JSON. Answers the status. */
export async function sendOtlp(endpoint: string, kind: 'metrics' | 'traces' | 'logs', body: object): Promise<number> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${endpoint}/v1/${kind}`, { method: 'POST', headers, body: JSON.stringify(body) })
  await answer.arrayBuffer()
  return answer.status
}

interface Point {
  /** A moment by the clock of the pod, in milliseconds. */
  atMs: number
  labels?: Attributes
}

const times = ({ atMs }: Point) => ({ startTimeUnixNano: `${atMs - 10}000000`, timeUnixNano: `${atMs}000000` })

/** The metrics of a pod: with delta temporality, as the functions send them. */
export const metricsOf = (resource: Attributes, metrics: object[]) => ({
  resourceMetrics: [
    { resource: { attributes: attributes(resource) }, scopeMetrics: [{ scope: { name: 'zerodue' }, metrics }] },
  ],
})

export const deltaCounter = (name: string, count: number, point: Point) => ({
  name,
  sum: {
    aggregationTemporality: 1,
    isMonotonic: true,
    dataPoints: [{ ...times(point), asDouble: count, attributes: attributes(point.labels ?? {}) }],
  },
})

export const deltaHistogram = (name: string, values: number[], bounds: number[], point: Point) => ({
  name,
  unit: 's',
  histogram: {
    aggregationTemporality: 1,
    dataPoints: [
      {
        ...times(point),
        count: String(values.length),
        sum: values.reduce((sum, one) => sum + one, 0),
        explicitBounds: bounds,
        bucketCounts: [...bounds, Number.POSITIVE_INFINITY].map((bound, i) =>
          String(values.filter(one => one <= bound && one > (bounds[i - 1] ?? Number.NEGATIVE_INFINITY)).length),
        ),
        attributes: attributes(point.labels ?? {}),
      },
    ],
  },
})

export const gaugeOf = (name: string, unit: string, value: number, point: Point) => ({
  name,
  unit,
  gauge: { dataPoints: [{ ...times(point), asDouble: value, attributes: attributes(point.labels ?? {}) }] },
})

interface LogRecord {
  labels: Record<string, string>
  fields: Record<string, string>
  body: string
  severity: string | undefined
  traceId: string | undefined
  time: Date
}

interface Arriving {
  resourceLogs?: { resource: { attributes?: Pair[] }; scopeLogs: { logRecords: RawRecord[] }[] }[]
}
interface Pair {
  key: string
  value: Record<string, unknown>
}
interface RawRecord {
  attributes?: Pair[]
  body: { stringValue: string }
  severityText?: string
  traceId?: string
  timeUnixNano: string
}

const read = (pairs: Pair[] = []) =>
  Object.fromEntries(pairs.map(({ key, value }) => [key, String(Object.values(value)[0])]))

/** A store in the place of Loki and Tempo, which keeps the log records that it gets. It answers only while it is not `silent`. */
export async function startStore({ silent = false } = {}) {
  const records: LogRecord[] = []
  const requests: string[] = []
  const server = createServer(async (request, response) => {
    requests.push(String(request.url))
    if (silent) return
    const bytes = await buffer(request)
    const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes
    const { resourceLogs = [] } = JSON.parse(String(text)) as Arriving
    for (const { resource, scopeLogs } of resourceLogs)
      for (const one of scopeLogs.flatMap(({ logRecords }) => logRecords))
        records.push({
          labels: read(resource.attributes),
          fields: read(one.attributes),
          body: one.body.stringValue,
          severity: one.severityText,
          traceId: one.traceId || undefined,
          time: new Date(Number(BigInt(one.timeUnixNano) / 1_000_000n)),
        })
    response.setHeader('content-type', 'application/json').end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    records,
    requests,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
