import { expect, test } from 'vitest'
import { base, readManifests } from '../knative/manifests.ts'
import { secretFindings } from './needed-secrets.ts'
import { placeholderFindings } from './placeholders.ts'
import type { Resource } from './rendered.ts'
import { fakeCluster, secretOf } from './testing/fake-cluster.ts'

const wordsFor = (resources: Resource[], secrets: Resource[] = []) =>
  secretFindings(fakeCluster(secrets), resources).map(one => one.words)

const kafka = (values: Record<string, string>) => secretOf('kafka', values)
const sasl = { 'sasl.mechanism': 'PLAIN', user: 'u', password: 'p' }
const reference = (key: string, optional?: boolean) => ({
  secretKeyRef: { name: 'kafka', key, ...(optional && { optional }) },
})

test('a deployment names each missing Secret of the functions, and each missing key of one', () => {
  const values = { DATABASE_URL: 'x', CURSOR_SECRET: 'x' }
  const words = wordsFor(readManifests(base), [secretOf('reminder-firer', values)])
  expect(words).toContainEqual(
    expect.stringMatching(/^The Secret task-api does not exist\. It needs the keys DATABASE_URL, AUTH_SECRET\./),
  )
  expect(words).toContainEqual(
    expect.stringMatching(/^The Secret reminder-firer lacks the keys DAPR_API_TOKEN, APP_API_TOKEN\./),
  )
})

test('a Secret that the overlay makes needs no Secret in the cluster, but it needs each key', () => {
  const pod = (key: string): Resource => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'topics' },
    spec: { template: { spec: { containers: [{ env: [{ name: 'A', valueFrom: reference(key) }] }] } } },
  })
  expect(wordsFor([pod('user'), kafka(sasl)])).toEqual([])
  expect(wordsFor([pod('ca.crt'), kafka(sasl)])).toEqual([
    expect.stringContaining('The Secret kafka lacks the keys ca.crt.'),
  ])
})

test('a KafkaSource needs the keys of its SASL and TLS, also those that it calls optional: its controller ignores that', () => {
  const source: Resource = {
    apiVersion: 'sources.knative.dev/v1',
    kind: 'KafkaSource',
    metadata: { name: 'task-api' },
    spec: {
      net: {
        sasl: { enable: true, user: reference('user') },
        tls: { enable: true, caCert: reference('ca.crt', true) },
      },
    },
  }
  expect(wordsFor([source])).toEqual([expect.stringContaining('does not exist. It needs the keys user, ca.crt.')])
  expect(wordsFor([source], [kafka({ user: 'u' })])).toEqual([expect.stringContaining('lacks the keys ca.crt.')])
  expect(wordsFor([source], [kafka({ user: 'u', 'ca.crt': 'c' })])).toEqual([])
})

test('a KafkaSink needs the Secret that it names, with the keys that its protocol needs', () => {
  const sink: Resource = {
    apiVersion: 'eventing.knative.dev/v1alpha1',
    kind: 'KafkaSink',
    metadata: { name: 'dead-letters' },
    spec: { auth: { secret: { ref: { name: 'kafka' } } } },
  }
  expect(wordsFor([sink])).toEqual([
    expect.stringContaining(
      'The Secret kafka does not exist. It needs the keys protocol, sasl.mechanism, user, password.',
    ),
  ])
  expect(wordsFor([sink], [kafka({ protocol: 'SASL_SSL', ...sasl })])).toEqual([])
  expect(wordsFor([sink], [kafka({ protocol: 'SSL' })])).toEqual([])
  expect(wordsFor([sink], [kafka({ protocol: 'SASL_SSL' })])).toEqual([
    expect.stringContaining('lacks the keys sasl.mechanism, user, password.'),
  ])
})

test('the Secrets of a registry, a volume, an init container and a domain are needed too', () => {
  const spec = {
    imagePullSecrets: [{ name: 'registry' }],
    initContainers: [{ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'first', key: 'A' } } }] }],
    containers: [{ envFrom: [{ secretRef: { name: 'all' } }] }],
    volumes: [
      { secret: { secretName: 'mounted', items: [{ key: 'file' }] } },
      { secret: { secretName: 'unneeded', optional: true } },
      { projected: { sources: [{ secret: { name: 'projected' } }] } },
    ],
  }
  const names = wordsFor([
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'one' }, spec: { template: { spec } } },
    {
      apiVersion: 'serving.knative.dev/v1beta1',
      kind: 'DomainMapping',
      metadata: { name: 'example.com' },
      spec: { tls: { secretName: 'certificate' } },
    },
  ]).map(words => words.split(' ')[2])
  expect(names.toSorted()).toEqual(['all', 'certificate', 'first', 'mounted', 'projected', 'registry'])
})

test('a deployment names each placeholder of the overlay that is still there', () => {
  const domain = (name: string): Resource => ({ apiVersion: 'v1', kind: 'DomainMapping', metadata: { name } })
  expect(placeholderFindings([domain('b.example.org'), domain('a.example.org'), domain('b.example.org')])).toEqual([
    { fatal: true, words: 'The overlay still has the names a.example.org, b.example.org: replace them with your own.' },
  ])
  expect(placeholderFindings([domain('zerodue.example.com')])).toEqual([])
})
