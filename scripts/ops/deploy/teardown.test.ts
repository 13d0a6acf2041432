import { expect, test } from 'vitest'
import type { Live } from './live.ts'
import { teardown } from './teardown.ts'
import { type FakeCluster, fakeCluster, refuse } from './testing/fake-cluster.ts'

const one = (kind: string, apiVersion: string, name = 'one'): Live => ({ apiVersion, kind, metadata: { name } })

const everything = [
  one('Namespace', 'v1', 'zerodue'),
  one('KafkaSource', 'sources.knative.dev/v1'),
  one('PingSource', 'sources.knative.dev/v1'),
  one('KafkaSink', 'eventing.knative.dev/v1alpha1'),
  one('DomainMapping', 'serving.knative.dev/v1beta1'),
  one('Service', 'serving.knative.dev/v1'),
  one('CronJob', 'batch/v1'),
  one('Job', 'batch/v1'),
  one('Deployment', 'apps/v1'),
  one('StatefulSet', 'apps/v1'),
  one('Pod', 'v1'),
  one('PersistentVolumeClaim', 'v1'),
  one('Secret', 'v1'),
  one('ClusterDomainClaim', 'networking.internal.knative.dev/v1alpha1', 'zerodue.localhost'),
]

const deleted = (cluster: FakeCluster) =>
  cluster.commands.map(command => /delete ([a-z]+)/.exec(command)?.[1]).filter(Boolean)

const order = [
  'kafkasources',
  'pingsources',
  'kafkasinks',
  'domainmappings',
  'services',
  'cronjobs',
  'jobs',
  'deployments',
  'statefulsets',
  'pods',
  'persistentvolumeclaims',
  'secrets',
  'clusterdomainclaims',
  'namespace',
]

test('a teardown deletes sources and sinks first, then what runs, then the data, the claims and the namespace', () => {
  const cluster = fakeCluster(everything)
  expect(teardown(cluster)).toEqual([])
  expect(deleted(cluster)).toEqual(order)
  expect(cluster.resources).toEqual([])
})

test('each step of a teardown has a limit of at most two minutes', () => {
  const cluster = fakeCluster(everything)
  teardown(cluster)
  for (const command of cluster.commands)
    expect(Number(/--timeout=(\d+)s/.exec(command)?.[1]), command).toBeLessThanOrEqual(120)
})

test.each(order)('when the step %s fails, all others still run, and the teardown names what is left', kind => {
  const tried: string[] = []
  const cluster = fakeCluster(everything, {
    before: step => {
      tried.push(/delete ([a-z]+)/.exec(step)?.[1] ?? '')
      if (step.includes(`delete ${kind}`)) refuse('timed out waiting for the condition')
    },
  })
  const left = teardown(cluster)
  expect(tried).toEqual(order)
  expect(left).toEqual([expect.stringContaining('/')])
  expect(`${left.join().split('/')[0]}s`).toContain(kind)
  expect(cluster.lines).toContain('  this failed: timed out waiting for the condition')
})

test('a teardown of nothing changes nothing, and a dry run changes nothing either', () => {
  const empty = fakeCluster([])
  expect(teardown(empty)).toEqual([])
  expect(empty.commands).toEqual([])
  const full = fakeCluster(everything)
  full.dryRun = true
  expect(teardown(full)).toEqual([])
  expect(full.resources).toEqual(everything)
})
