import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../kit/root.ts'
import { newFolder } from '../../kit/testing/new-folder.ts'
import { readSources } from './manifest.ts'

const sources = readSources(path.join(root, 'knative'))

test('no two sources share a group: each function gets every record of its topics', () => {
  const groups = sources.map(({ group }) => group)
  expect(new Set(groups).size).toBe(groups.length)
})

test('nothing is lost without a trace: every source has dead letters, but for the one that reads them', () => {
  const without = sources.filter(({ deadLetters }) => !deadLetters)
  expect(without.map(({ topics }) => topics)).toEqual([['dead-letters']])
})

test('a function that is deployed late gets what happened before', () => {
  expect(sources.map(({ from }) => from)).toEqual(sources.map(() => 'earliest'))
})

test('whoever reads dead letters has no dead letters, or one that is refused would go round for ever', () => {
  for (const { topics, deadLetters } of sources) expect(topics).not.toContain(deadLetters)
})

test('retries begin at twice the delay and double, as KafkaSource does it', () => {
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

test('without a delivery block there are ten retries, and with one that names none there are none', () => {
  expect(readSources(manifest('  consumerGroup: one'))[0]?.delivery.retries).toBe(10)
  expect(readSources(manifest('  consumerGroup: one\n  delivery: { backoffDelay: PT1S }'))[0]?.delivery.retries).toBe(0)
})

test.each([
  ['no group', '  consumers: 1', 'consumerGroup'],
  ['an option that the stand-in does not know', '  consumerGroup: one\n  net: { tls: { enable: true } }', 'net'],
  ['records side by side', '  consumerGroup: one\n  ordering: unordered', 'ordering'],
  [
    'dead letters that nobody keeps',
    '  consumerGroup: one\n  delivery: { deadLetterSink: { ref: { apiVersion: v1, kind: KafkaSink, name: gone } } }',
    'there is no KafkaSink gone',
  ],
])('%s is refused by name', (_, more, words) => {
  expect(() => readSources(manifest(more))).toThrow(words)
})
