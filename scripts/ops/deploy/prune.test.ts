import { expect, test } from 'vitest'
import { deploy } from './deploy.ts'
import { kinds, live } from './live.ts'
import { prune } from './prune.ts'
import { type FakeCluster, fakeCluster, secretOf } from './testing/fake-cluster.ts'
import { functionOf } from './testing/small-overlay.ts'

const delivery = (version: number) => secretOf(`delivery-${version}`, { 'task-api': `credential ${version}` })
const version = (number: number) => [delivery(number), functionOf('task-api', `delivery-${number}`)]
const secrets = (cluster: FakeCluster) => live(cluster, 'secrets').map(({ metadata }) => metadata.name)

test('a deployment keeps the Secrets of the revisions to which a rollback can go, and deletes older ones', () => {
  const cluster = fakeCluster([])
  for (const number of [1, 2, 3, 4, 5]) deploy(cluster, version(number))
  const revisions = live(cluster, kinds.revisions).map(({ metadata }) => metadata.name)
  expect(revisions).toEqual(['task-api-00003', 'task-api-00004', 'task-api-00005'])
  expect(secrets(cluster)).toEqual(['delivery-3', 'delivery-4', 'delivery-5'])
  expect(cluster.lines.join('\n')).toContain('generated Secrets and ConfigMaps of earlier deployments')
})

test.each([
  ['Deployment', 'apps/v1'],
  ['StatefulSet', 'apps/v1'],
  ['Job', 'batch/v1'],
  ['CronJob', 'batch/v1'],
  ['Pod', 'v1'],
])('a Secret to which a %s refers stays', (kind, apiVersion) => {
  const spec = { any: { place: [{ secretKeyRef: { name: 'delivery-1', key: 'task-api' } }] } }
  const cluster = fakeCluster([delivery(1), delivery(2), { apiVersion, kind, metadata: { name: 'one' }, spec }])
  prune(cluster, [])
  expect(secrets(cluster)).toEqual(['delivery-1'])
})

test('Secrets that an operator made stay, and so do those of the new rendering', () => {
  const { labels: _, ...metadata } = delivery(1).metadata
  const cluster = fakeCluster([{ ...delivery(1), metadata }, delivery(2)])
  prune(cluster, [delivery(2)])
  expect(secrets(cluster)).toEqual(['delivery-1', 'delivery-2'])
})

test('nothing is deleted when the cluster does not tell what refers to the Secrets', () => {
  const cluster = fakeCluster([delivery(1)])
  const ask = cluster.ask
  cluster.ask = args => (args.join(' ').includes(kinds.revisions) ? undefined : ask(args))
  prune(cluster, [])
  expect(secrets(cluster)).toEqual(['delivery-1'])
})
