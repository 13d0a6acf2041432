import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { root } from '../../../functions/kit/root.ts'
import { readSources } from '../../../functions/laptop/kafka-source/manifest.ts'
import { base } from './manifests.ts'

test("Dapr's subscriptions deliver the same topics to the same doors as the KafkaSources", () => {
  const file = path.join(root, 'dapr-components', 'subscriptions', 'zerodue-subscriptions.yaml')
  const subscribed = parseAllDocuments(readFileSync(file, 'utf8')).map(document => {
    const { spec, scopes } = document.toJS()
    return `${spec.topic} to ${scopes.join()} at ${spec.routes.default}, dead letters to ${spec.deadLetterTopic}`
  })
  const sources = readSources(base).flatMap(({ topics, to, path: door, deadLetters }) =>
    topics.map(topic => `${topic} to ${to} at ${door}, dead letters to ${deadLetters}`),
  )
  expect(subscribed.sort()).toEqual(sources.sort())
})
