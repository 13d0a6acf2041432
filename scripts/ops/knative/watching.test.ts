import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { functionNames } from '../../../functions/kit/function-names.ts'
import { readSettings } from '../../../functions/kit/settings/settings.ts'
import { version as testedCollector } from '../../lab/platform/collector-binary.ts'
import { phasesOf } from '../deploy/rendered.ts'
import { watchEntries } from '../watch/settings.ts'
import { environmentOf } from './environment.ts'
import { allowed } from './flows.ts'
import {
  base,
  containersOf,
  knative,
  type Manifest,
  ofKind,
  overlays,
  podOf,
  readManifests,
  servicesIn,
} from './manifests.ts'
import { patched } from './patched.ts'

const folder = path.join(knative, 'components', 'watching')
const textOf = (file: string) => readFileSync(path.join(folder, file), 'utf8')
const kustomization: {
  resources: string[]
  configMapGenerator: { name: string; files: string[] }[]
} = parse(textOf('kustomization.yaml'))
const manifests = readManifests(folder).filter(({ file }) => kustomization.resources.includes(file))
const workloads = manifests.filter(one => podOf(one)?.containers)
const inBase = readManifests(base)
const withWatching = patched(inBase, 'components/watching')
const names = workloads.map(({ metadata }) => metadata.name).sort()

test('every file of components/watching is a resource, or in a ConfigMap that a workload mounts', () => {
  const files = globSync('**/*.{yaml,json}', { cwd: folder }).filter(
    file => !['kustomization.yaml', 'rules.test.yaml'].includes(file),
  )
  const inConfigMaps = kustomization.configMapGenerator.flatMap(one => one.files)
  expect(files.toSorted()).toEqual([...kustomization.resources, ...inConfigMaps].toSorted())
  const mounted = workloads.flatMap(one => podOf(one).volumes ?? []).flatMap(({ configMap }) => configMap?.name ?? [])
  expect(mounted.toSorted()).toEqual(kustomization.configMapGenerator.map(({ name }) => name).toSorted())
})

test('every ConfigMap is small enough for kubectl apply, which writes it into an annotation too', () => {
  for (const { name, files } of kustomization.configMapGenerator)
    expect(JSON.stringify(files.map(textOf)).length, name).toBeLessThan(250_000)
})

test('everything that watches requests 1.5 GB of memory at most, on a cluster of one node', () => {
  const requested = workloads.flatMap(containersOf).map(({ name, resources }) => {
    expect(resources?.requests?.memory, name).toMatch(/^\d+Mi$/)
    expect(Object.keys(resources?.limits ?? {}), name).toEqual(['cpu', 'memory'])
    return Number.parseInt(resources?.requests?.memory ?? '', 10)
  })
  expect(requested.reduce((sum, one) => sum + one, 0) * 2 ** 20).toBeLessThan(1.5e9)
})

test('every image has a version, and the collector is the one that the platform tests build', () => {
  for (const { name, image } of workloads.flatMap(containersOf)) {
    if (name === 'watch') expect(image).toBe('zerodue')
    else expect(image, name).toMatch(/:v?\d+\.\d+\.\d+$/)
    if (name.startsWith('otel-')) expect(image).toBe(`otel/opentelemetry-collector-contrib:${testedCollector.slice(1)}`)
  }
})

test('nothing that watches has capabilities or a writable file system, and only the reader of log files is root', () => {
  for (const one of workloads)
    for (const container of containersOf(one)) {
      const isAgent = one.metadata.name === 'otel-agent'
      expect({ ...podOf(one).securityContext, ...container.securityContext }, one.metadata.name).toMatchObject({
        runAsNonRoot: !isAgent,
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        seccompProfile: { type: 'RuntimeDefault' },
      })
      if (!isAgent) expect(JSON.stringify(podOf(one)), one.metadata.name).not.toContain('hostPath')
    }
})

test('each has an account of its own; only the two that read the API server get a token, and with it no Secret and no change', () => {
  const accounts = ofKind(manifests, 'ServiceAccount').map(({ metadata }) => metadata.name)
  expect(accounts.toSorted()).toEqual(names)
  const withToken = workloads.filter(one => podOf(one).automountServiceAccountToken !== false)
  expect(withToken.map(({ metadata }) => metadata.name).toSorted()).toEqual(['kube-state-metrics', 'prometheus'])
  for (const one of workloads) expect(podOf(one).serviceAccountName).toBe(one.metadata.name)
  const rules = [...ofKind(manifests, 'Role'), ...ofKind(manifests, 'ClusterRole')].flatMap(
    one => (one as unknown as { rules: { resources: string[]; verbs: string[] }[] }).rules,
  )
  expect(rules.length).toBeGreaterThan(0)
  for (const { resources, verbs } of rules) {
    for (const verb of verbs) expect(['get', 'list', 'watch']).toContain(verb)
    for (const resource of resources) expect(resource).not.toMatch(/secrets|configmaps|proxy|\*/)
  }
})

test('every function pushes to the gateway, by a connection that the policies allow', () => {
  for (const service of servicesIn(withWatching)) {
    const env = containersOf(service).flatMap(one => one.env ?? [])
    expect(env, service.metadata.name).toContainEqual({
      name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
      value: 'http://otel-gateway:4318',
    })
    expect(connects(service, 'otel-gateway', 4318), service.metadata.name).toBe(true)
  }
})

test('the policies allow what the configurations name, and no more between the parts that watch', () => {
  const flows = names.flatMap(from =>
    names.flatMap(to =>
      [3000, 3100, 3200, 4317, 4318, 8080, 8889, 9090]
        .filter(port => from !== to && connects(workload(from), to, port))
        .map(port => `${from} → ${to}:${port}`),
    ),
  )
  expect(flows).toEqual([
    'grafana → loki:3100',
    'grafana → prometheus:9090',
    'grafana → tempo:3200',
    'otel-agent → otel-gateway:4318',
    'otel-gateway → loki:3100',
    'otel-gateway → tempo:4318',
    'prometheus → kube-state-metrics:8080',
    'prometheus → otel-gateway:8889',
    'watch → otel-gateway:4318',
  ])
})

test('nothing that watches can reach the pod of a function, or asks for one', () => {
  const policies = ofKind([...inBase, ...manifests], 'NetworkPolicy')
  for (const service of servicesIn(inBase))
    for (const from of workloads)
      for (const port of [80, 8012, 8080])
        expect(allowed(policies, labelsOf(from), labelsOf(service), port), from.metadata.name).toBe(false)
  const { scrape_configs: jobs } = parse(textOf('prometheus.config.yaml')) as { scrape_configs: ScrapeJob[] }
  const targets = jobs.flatMap(job => job.static_configs ?? []).flatMap(({ targets }) => targets)
  expect(targets).toEqual(['otel-gateway:8889', 'kube-state-metrics:8080'])
  expect(jobs.flatMap(job => job.kubernetes_sd_configs ?? []).map(({ role }) => role)).toEqual(['node'])
  for (const { spec } of servicesIn(withWatching)) {
    expect(spec.template.metadata.annotations['autoscaling.knative.dev/min-scale']).toBe('0')
    expect(JSON.stringify(spec.template.metadata.annotations)).not.toContain('prometheus.io')
  }
  for (const name of functionNames())
    expect(workloads.map(one => JSON.stringify(podOf(one))).join()).not.toMatch(`//${name}`)
})

interface ScrapeJob {
  static_configs?: { targets: string[] }[]
  kubernetes_sd_configs?: { role: string }[]
}

test('Grafana lets nobody in without the password of its Secret', () => {
  const env = new Map(
    containersOf(workload('grafana'))
      .flatMap(one => one.env ?? [])
      .map(one => [one.name, one]),
  )
  expect(env.get('GF_SECURITY_ADMIN_PASSWORD')?.valueFrom).toEqual({
    secretKeyRef: { name: 'grafana', key: 'ADMIN_PASSWORD' },
  })
  expect(env.get('GF_AUTH_ANONYMOUS_ENABLED')?.value).toBe('false')
  expect(env.get('GF_USERS_ALLOW_SIGN_UP')?.value).toBe('false')
})

test('an example leads from a metric to its trace, and from a trace to its lines and back', () => {
  const { datasources } = parse(textOf('grafana.datasources.yaml'))
  const by = (uid: string) => datasources.find((one: { uid: string }) => one.uid === uid).jsonData
  expect(by('prometheus').exemplarTraceIdDestinations[0].datasourceUid).toBe('tempo')
  expect(by('loki').derivedFields[0]).toMatchObject({ matcherRegex: 'trace_id', datasourceUid: 'tempo' })
  expect(by('tempo').tracesToLogsV2.datasourceUid).toBe('loki')
  const { limits_config: limits } = parse(textOf('loki.config.yaml'))
  expect(limits.otlp_config.resource_attributes).toEqual({
    ignore_defaults: true,
    attributes_config: [{ action: 'index_label', attributes: ['function', 'severity'] }],
  })
})

test.each(overlays)('in %s the watcher starts with its settings', overlay => {
  const env = containersOf(workload('watch')).flatMap(one => one.env ?? [])
  const { environment, missing } = environmentOf(env, overlay, 'needed')
  expect(missing).toEqual([])
  const expanded = Object.entries(environment).map(([name, value]) => [
    name,
    value.replaceAll(/\$\((\w+)\)/g, (_, other: string) => environment[other] ?? ''),
  ])
  const { CERTIFICATES: certificates = [] } = readSettings(watchEntries, Object.fromEntries(expanded))
  expect(certificates).toHaveLength(overlay === 'cloud' ? 6 : 0)
})

test('a deployment applies what watches after everything else, and waits for none of it', () => {
  const { watching, foundation, functions } = phasesOf([...withWatching, ...manifests])
  expect(watching.map(({ metadata }) => metadata.name).toSorted()).toEqual(names)
  for (const one of [...foundation, ...functions]) expect(names.includes(one.metadata.name) && !!podOf(one)).toBe(false)
})

function workload(name: string): Manifest {
  const found = workloads.find(({ metadata }) => metadata.name === name)
  if (!found) throw new Error(`components/watching has no ${name}.`)
  return found
}

const labelsOf = ({ spec }: Manifest): Record<string, string> => spec.template.metadata.labels

const connects = (from: Manifest, to: string, port: number): boolean =>
  allowed(ofKind([...inBase, ...manifests], 'NetworkPolicy'), labelsOf(from), labelsOf(workload(to)), port)
