import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../kit/root.ts'
import { newFolder } from '../../kit/testing/new-folder.ts'
import { readSources } from './manifest.ts'

const sources = readSources(path.join(root, 'knative'))

test('no two sources share a consumer group, so each function gets every record of its topics', () => {
  const groups = sources.map(({ group }) => group)
  expect(new Set(groups).size).toBe(groups.length)
})

test('every source has dead letters, and those of dead letters wait in a topic that no source reads', () => {
  expect(sources.filter(({ deadLetters }) => !deadLetters)).toEqual([])
  const [last] = sources.filter(({ topics }) => topics.includes('dead-letters'))
  expect(last?.deadLetters).toBe('parked')
  expect(sources.flatMap(({ topics }) => topics)).not.toContain('parked')
})

test('every source starts at the earliest record, so a function that is deployed late gets all events', () => {
  expect(sources.map(({ from }) => from)).toEqual(sources.map(() => 'earliest'))
})

test('no source sends dead letters to a topic that it reads: a refused one would loop for ever', () => {
  for (const { topics, deadLetters } of sources) expect(topics).not.toContain(deadLetters)
})

const manifest = (more: string) => {
  const folder = newFolder()
  mkdirSync(path.join(folder, 'base'))
  writeFileSync(
    path.join(folder, 'base', 'kafka-source.yaml'),
    `apiVersion: sources.knative.dev/v1
kind: KafkaSource
metadata: { name: one }
spec:
  bootstrapServers: [kafka:9092]
  topics: [task-events]
  sink: { ref: { apiVersion: serving.knative.dev/v1, kind: Service, name: one } }
${more}`,
  )
  return folder
}

test('a manifest without a delivery block means ten retries, and a delivery block without `retry` means none', () => {
  expect(readSources(manifest('  consumerGroup: one'))[0]?.delivery.retries).toBe(10)
  expect(readSources(manifest('  consumerGroup: one\n  delivery: { backoffDelay: PT1S }'))[0]?.delivery.retries).toBe(0)
})

const deliveryOf = (fields: string) =>
  readSources(manifest(`  consumerGroup: one\n  delivery: { ${fields} }`))[0]?.delivery
const pausesOf = (fields: string) => [1, 2, 3, 10].map(retry => deliveryOf(fields)?.pauseMs(retry))

test('the exponential backoff is that of KafkaSource: it begins at twice the delay and has no longest pause', () => {
  expect(pausesOf('retry: 10, backoffPolicy: exponential, backoffDelay: PT0.3S')).toEqual([600, 1_200, 2_400, 307_200])
  expect(pausesOf('retry: 10')).toEqual([600, 1_200, 2_400, 307_200])
  expect(deliveryOf('retry: 10')).toMatchObject({ retries: 10, timeoutMs: 600_000 })
})

test('the linear backoff is that of KafkaSource: each pause is one delay longer than the last', () => {
  expect(pausesOf('retry: 10, backoffPolicy: linear, backoffDelay: PT0.1S')).toEqual([100, 200, 300, 1_000])
})

test.each(['PT0.05S', 'PT0.01S', 'PT0.15S', 'PT0S'])(
  'a delay of %s is refused: Knative drops all digits after the tenths of a second, and does not retry at all after 0',
  delay => {
    expect(() => deliveryOf(`retry: 280, backoffPolicy: linear, backoffDelay: ${delay}`)).toThrow('tenths of a second')
  },
)

test.each([
  ['no group', '  consumers: 1', 'consumerGroup'],
  ['an option that the stand-in does not know', '  consumerGroup: one\n  net: { tls: { enable: true } }', 'net'],
  ['records side by side', '  consumerGroup: one\n  ordering: unordered', 'ordering'],
  [
    'a sink for dead letters that does not exist',
    '  consumerGroup: one\n  delivery: { deadLetterSink: { ref: { apiVersion: v1, kind: KafkaSink, name: gone } } }',
    'there is no KafkaSink gone',
  ],
])('the error names the field: %s', (_, more, words) => {
  expect(() => readSources(manifest(more))).toThrow(words)
})
