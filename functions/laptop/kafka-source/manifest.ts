import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Duration } from 'luxon'
import * as v from 'valibot'
import { parseAllDocuments } from 'yaml'
import { closed } from '../../kit/core/schema.ts'

/** The parts of a KafkaSource that the stand-in uses. */
export interface Source {
  name: string
  topics: string[]
  group: string
  from: 'earliest' | 'latest'
  /** The Knative Service to deliver to. */
  to: string
  /** The path of the event door. */
  path: string
  delivery: Delivery
  /** The topic for dead letters. Without one, events that the function refuses are lost. */
  deadLetters?: string
}

export interface Delivery {
  retries: number
  pauseMs(retry: number): number
  timeoutMs: number
}

const Name = v.pipe(v.string(), v.nonEmpty())
const duration = v.pipe(
  v.string(),
  v.check(text => Duration.fromISO(text).isValid, 'must be an ISO 8601 duration'),
  v.transform(text => Duration.fromISO(text).toMillis()),
)
/**
 * Knative's controller reads tenths of a second and drops the rest. A delay of 0 fails in its dispatcher, which then does not
 * retry at all.
 */
const tenths = v.pipe(
  duration,
  v.check(
    ms => ms >= 100 && ms % 100 === 0,
    'must be tenths of a second, and at least one: Knative reads no more digits',
  ),
)
const Ref = <const TKind extends string>(kind: TKind) =>
  closed({
    ref: closed({ apiVersion: Name, kind: v.literal(kind), name: Name }),
    uri: v.optional(v.pipe(v.string(), v.startsWith('/')), '/'),
  })

const Delivery = closed({
  // In a delivery block, an absent `retry` means none.
  retry: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
  backoffPolicy: v.optional(v.picklist(['exponential', 'linear']), 'exponential'),
  backoffDelay: v.optional(tenths, 'PT0.3S'),
  timeout: v.optional(duration, 'PT600S'),
  deadLetterSink: v.optional(Ref('KafkaSink')),
})

/** The fields that the stand-in supports. It refuses a manifest with any other field, rather than ignore it. */
const KafkaSource = v.object({
  kind: v.literal('KafkaSource'),
  metadata: v.object({ name: Name }),
  spec: closed({
    bootstrapServers: v.array(v.string()),
    topics: v.pipe(v.array(Name), v.nonEmpty()),
    // Without one, Knative invents a new group for each deployment, which reads everything again.
    consumerGroup: Name,
    initialOffset: v.optional(v.picklist(['earliest', 'latest']), 'latest'),
    ordering: v.optional(v.literal('ordered'), 'ordered'),
    consumers: v.optional(v.number()),
    sink: Ref('Service'),
    delivery: v.optional(Delivery, { retry: 10 }),
  }),
})

const KafkaSink = v.object({
  kind: v.literal('KafkaSink'),
  metadata: v.object({ name: Name }),
  spec: v.object({ topic: Name }),
})

const known = [KafkaSource, KafkaSink]

/** Reads the KafkaSources of all manifests in a folder. */
export function readSources(folder: string): Source[] {
  const files = globSync('**/*.yaml', { cwd: folder }).sort()
  const documents = files.flatMap(file => documentsIn(path.join(folder, file)))
  const topics = new Map(
    documents.flatMap(one => (one.kind === 'KafkaSink' ? [[one.metadata.name, one.spec.topic]] : [])),
  )
  return documents.flatMap(one => (one.kind === 'KafkaSource' ? [toSource(one, topics)] : []))
}

function documentsIn(file: string) {
  return parseAllDocuments(readFileSync(file, 'utf8')).flatMap(document => {
    const manifest = document.toJS()
    const schema = known.find(one => one.entries.kind.literal === manifest?.kind)
    if (!schema) return []
    const outcome = v.safeParse(schema, manifest)
    if (outcome.success) return outcome.output
    throw new Error(`${file}: ${JSON.stringify(v.flatten(outcome.issues))}`)
  })
}

function toSource({ metadata, spec }: v.InferOutput<typeof KafkaSource>, topics: Map<string, string>): Source {
  const { retry, backoffPolicy, backoffDelay, timeout, deadLetterSink } = spec.delivery
  const sink = deadLetterSink?.ref.name
  const deadLetters = sink === undefined ? undefined : topics.get(sink)
  if (sink !== undefined && !deadLetters)
    throw new Error(`${metadata.name}: there is no KafkaSink ${sink}. Add its manifest, or correct deadLetterSink.`)
  // The first retry is number 1. There is no jitter and no longest pause.
  const factor = (n: number) => (backoffPolicy === 'linear' ? n : 2 ** n)
  return {
    name: metadata.name,
    topics: spec.topics,
    group: spec.consumerGroup,
    from: spec.initialOffset,
    to: spec.sink.ref.name,
    // The query holds the credential of an installation; the stand-in adds its own.
    path: spec.sink.uri.replace(/\?.*$/s, ''),
    delivery: { retries: retry, pauseMs: n => backoffDelay * factor(n), timeoutMs: timeout },
    ...(deadLetters && { deadLetters }),
  }
}
