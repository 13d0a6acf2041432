import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { root } from '../../../functions/kit/root.ts'
import { readSources } from '../../../functions/laptop/kafka-source/manifest.ts'
import { base } from './manifests.ts'

test("Dapr's subscriptions bring each function the same topics by the same doors as its KafkaSources", () => {
  const file = path.join(root, 'dapr-components', 'subscriptions', 'zerodue-subscriptions.yaml')
  const subscribed = parseAllDocuments(readFileSync(file, 'utf8')).map(document => {
    const { spec, scopes } = document.toJS()
    return `${spec.topic} to ${scopes.join()} at ${spec.routes.default}, else to ${spec.deadLetterTopic}`
  })
  const sources = readSources(base).flatMap(({ topics, to, path: door, deadLetters }) =>
    topics.map(topic => `${topic} to ${to} at ${door}, else to ${deadLetters}`),
  )
  expect(subscribed.sort()).toEqual(sources.sort())
})
