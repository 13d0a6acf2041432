import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { topics } from '../../../functions/domain/events/topics.ts'
import { functionNames as findFunctions, loadFunction, loadFunctions } from '../../../functions/kit/function-names.ts'
import { readSources } from '../../../functions/laptop/kafka-source/manifest.ts'
import { environmentOf } from './environment.ts'
import { deliveriesTo, made } from './functions.ts'
import { base, containersOf, knative, ofKind, readManifests, servicesIn } from './manifests.ts'

const functionNames = findFunctions()
const manifests = readManifests(base)
const sources = readSources(base)
const pings = ofKind(manifests, 'PingSource')
const services = servicesIn(manifests)

const environmentIn = (name: string) => {
  const service = services.find(one => one.metadata.name === name)
  const env = service ? containersOf(service)[0]?.env : undefined
  return environmentOf(env ?? [], 'local', 'needed').environment
}

test('every topic that a source reads exists', () => {
  for (const source of sources) for (const topic of source.topics) expect(topics, source.name).toContain(topic)
})

test.each(functionNames)(
  'the KafkaSources deliver to each door of %s the topics of its events, and nothing else',
  async name => {
    const delivered = sources
      .filter(({ to }) => to === name)
      .map(one => `${one.path} ${one.topics.toSorted().join(', ')}`)
    expect(delivered.length).toBeGreaterThan(0)
    expect(delivered.toSorted()).toEqual(deliveriesTo(await loadFunction(name)).toSorted())
  },
)

test.each(functionNames)('%s has a topic for each event that it emits', async name => {
  const { emits = [] } = await loadFunction(name)
  for (const { type, topic } of emits) expect(topics, type).toContain(topic)
})

test('audit-sink gets every topic but task-updates, which repeats the events of others, and parked, which nothing reads', () => {
  const delivered = sources.filter(({ to }) => to === 'audit-sink').flatMap(one => one.topics)
  expect(delivered.toSorted()).toEqual(
    topics.filter(topic => !['task-updates', 'recurrences', 'parked'].includes(topic)).toSorted(),
  )
})

test.each(functionNames)('%s refuses an event without its credential at every door', async name => {
  const { app, close } = await made(name, environmentIn(name))
  for (const { path: door } of sources.filter(({ to }) => to === name)) {
    expect((await app.request(door, { method: 'POST' })).status).toBe(401)
    expect((await app.request(`${door}?delivery=set-by-the-overlay`, { method: 'POST' })).status).toBe(503)
  }
  await close()
})

test('every KafkaSource sets its retries, backoff and dead letter sink: the defaults would lose events', () => {
  for (const { metadata, spec } of ofKind(manifests, 'KafkaSource')) {
    const { retry, backoffPolicy, backoffDelay, deadLetterSink } = spec.delivery
    // functions/laptop/kafka-source/outages.test.ts shows why these numbers.
    expect({ retry, backoffPolicy, backoffDelay }, metadata.name).toEqual(
      spec.topics.includes('dead-letters')
        ? { retry: 150, backoffPolicy: 'linear', backoffDelay: 'PT1S' }
        : { retry: 200, backoffPolicy: 'linear', backoffDelay: 'PT0.1S' },
    )
    expect(spec.consumerGroup).toBe(`zerodue-${metadata.name}`)
    expect(spec.initialOffset).toBe('earliest')
    const name = spec.topics.includes('dead-letters') ? 'parked' : 'dead-letters'
    expect(deadLetterSink?.ref, metadata.name).toMatchObject({ kind: 'KafkaSink', name })
  }
})

test.each(functionNames)('%s has a PingSource for its sweep exactly when it owns a schema', async name => {
  const own = pings.filter(({ spec }) => spec.sink.ref.name === name)
  expect(own).toHaveLength((await loadFunction(name)).schema ? 1 : 0)
  for (const { spec } of own) expect(spec.sink.uri).toMatch(/^\/\?delivery=/)
})

test('a sweep that publishes runs every 15 minutes, one that only removes old rows once a day, and no two in the same minute', async () => {
  const publishers = (await loadFunctions()).filter(({ emits = [] }) => emits.length).map(({ name }) => name)
  const minutes = pings.map(({ spec }) => {
    const removesOnly = !publishers.includes(spec.sink.ref.name)
    const [list = '', hour, ...rest] = spec.schedule.split(' ')
    expect(rest).toEqual(['*', '*', '*'])
    const [first = 0, ...others] = list.split(',').map(Number)
    expect(others).toEqual(removesOnly ? [] : [first + 15, first + 30, first + 45])
    expect(hour).toBe(removesOnly ? '3' : '*')
    return [first, ...others]
  })
  expect(new Set(minutes.flat()).size).toBe(minutes.flat().length)
})

test('every source gets the address of Kafka and the credential of its own function', () => {
  const file = path.join(knative, 'components', 'wiring', 'kustomization.yaml')
  const { replacements } = parse(readFileSync(file, 'utf8')) as { replacements: Replacement[] }
  const credentials = replacements.flatMap(({ source, targets }) =>
    source.name === 'delivery-to-sources'
      ? targets.map(({ select }) => `${select.kind} ${select.name} ${source.fieldPath.replace('data.', '')}`)
      : [],
  )
  const wanted = [...ofKind(manifests, 'KafkaSource'), ...pings].map(
    ({ kind, metadata, spec }) => `${kind} ${metadata.name} ${spec.sink.ref.name}`,
  )
  expect(credentials.toSorted()).toEqual(wanted.toSorted())
  const kinds = replacements.find(({ source }) => source.name === 'settings')?.targets.map(({ select }) => select.kind)
  expect(kinds).toEqual(['KafkaSource', 'KafkaSink'])
})

interface Replacement {
  source: { name: string; fieldPath: string }
  targets: { select: { kind: string; name: string } }[]
}

test('a function asks for its own credential, now and before the last rotation, and no other', () => {
  for (const { metadata, spec } of services) {
    const env: { name: string; valueFrom?: object }[] = spec.template.spec.containers[0].env
    const deliveries = env.filter(({ valueFrom }) => JSON.stringify(valueFrom ?? '').includes('"delivery"'))
    expect(deliveries).toEqual([
      { name: 'EVENTS_SECRET', valueFrom: { secretKeyRef: { name: 'delivery', key: metadata.name } } },
      {
        name: 'EVENTS_SECRET_BEFORE',
        valueFrom: { secretKeyRef: { name: 'delivery', key: `${metadata.name}.before`, optional: true } },
      },
    ])
  }
})
