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

test('every source has dead letters, except the one that reads them', () => {
  const without = sources.filter(({ deadLetters }) => !deadLetters)
  expect(without.map(({ topics }) => topics)).toEqual([['dead-letters']])
})

test('every source starts at the earliest record, so a function that is deployed late gets all events', () => {
  expect(sources.map(({ from }) => from)).toEqual(sources.map(() => 'earliest'))
})

test('no source sends dead letters to a topic that it reads: a refused one would loop for ever', () => {
  for (const { topics, deadLetters } of sources) expect(topics).not.toContain(deadLetters)
})

test('the exponential backoff is that of KafkaSource: it begins at twice the delay', () => {
  const delivery = sources.find(({ name }) => name === 'task-api')?.delivery
  expect([1, 2, 3].map(retry => delivery?.pauseMs(retry))).toEqual([600, 1_200, 2_400])
  expect(delivery).toMatchObject({ retries: 10, timeoutMs: 600_000 })
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
