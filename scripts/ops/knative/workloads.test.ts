import path from 'node:path'
import { expect, test } from 'vitest'
import { base, knative, type Manifest, ofKind, podOf, readManifests } from './manifests.ts'
import { patched } from './patched.ts'

const inComponents = ['components/kafka', 'components/postgres'].flatMap(folder =>
  readManifests(path.join(knative, folder)),
)
const manifests = [...readManifests(base), ...inComponents]
const workloads = manifests.filter(one => podOf(one)?.containers)
const inCloud = patched(readManifests(base), 'components/kafka-sasl', 'overlays/cloud')
const alwaysRunning = [...ofKind(inCloud, 'Deployment'), ...ofKind(inCloud, 'StatefulSet')]

test('every workload has a service account of its own, and gets no token of it', () => {
  const accounts = ofKind(manifests, 'ServiceAccount') as (Manifest & { automountServiceAccountToken?: boolean })[]
  const named = workloads.map(one => podOf(one).serviceAccountName)
  expect(named.toSorted()).toEqual(accounts.map(({ metadata }) => metadata.name).toSorted())
  expect(new Set(named).size).toBe(workloads.length)
  for (const { metadata, automountServiceAccountToken } of accounts)
    expect(automountServiceAccountToken, metadata.name).toBe(false)
  for (const one of workloads) expect(podOf(one).automountServiceAccountToken, one.metadata.name).toBe(false)
})

test('with private-registry every workload pulls its image with the Secret of the registry', () => {
  const accounts = ofKind(patched(manifests, 'components/private-registry'), 'ServiceAccount')
  expect(accounts).toHaveLength(workloads.length)
  for (const one of accounts) expect(one, one.metadata.name).toHaveProperty('imagePullSecrets', [{ name: 'registry' }])
})

test('every pod may ask a resolver on its node, such as NodeLocal DNSCache, for names', () => {
  const policy = ofKind(manifests, 'NetworkPolicy').find(({ metadata }) => metadata.name === 'names-for-all')
  expect(policy?.spec.podSelector).toEqual({})
  // A selector in `to` matches no pod of the host network, and the address of the DNS service differs between clusters.
  expect(policy?.spec.egress).toEqual([
    {
      ports: [
        { port: 53, protocol: 'UDP' },
        { port: 53, protocol: 'TCP' },
      ],
    },
  ])
})

test('in the cloud a drained node stops no alarm clock: two daprds of each function, of which one stays', () => {
  const daprds = ofKind(inCloud, 'Deployment')
  expect(daprds.length).toBeGreaterThan(0)
  for (const { metadata, spec } of daprds) {
    expect(spec.replicas, metadata.name).toBe(2)
    const [spread] = podOf({ spec } as Manifest).topologySpreadConstraints
    expect(spread).toMatchObject({ topologyKey: 'kubernetes.io/hostname', labelSelector: spec.selector })
    const budgets = budgetsOf(spec.template.metadata.labels)
    expect(
      budgets.map(one => one.spec.minAvailable),
      metadata.name,
    ).toEqual([1])
  }
})

test('no budget blocks the drain of a node for ever', () => {
  for (const { metadata, spec } of alwaysRunning)
    for (const budget of budgetsOf(spec.template.metadata.labels))
      expect(spec.replicas, metadata.name).toBeGreaterThan(budget.spec.minAvailable)
  expect(ofKind(manifests, 'PodDisruptionBudget')).toEqual([])
})

function budgetsOf(labels: Record<string, string>): Manifest[] {
  const budgets = ofKind(readManifests(path.join(knative, 'overlays', 'cloud')), 'PodDisruptionBudget')
  return budgets.filter(({ spec }) =>
    Object.entries(spec.selector.matchLabels).every(([name, value]) => labels[name] === value),
  )
}
