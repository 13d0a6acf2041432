import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { settingsOf } from '../../../functions/kit/define-function.ts'
import { functionNames as findFunctions, loadFunction, loadFunctions } from '../../../functions/kit/function-names.ts'
import { entryPoints } from '../../build/entry-points.ts'
import { environmentOf } from './environment.ts'
import { isAskedFromOutside, made } from './functions.ts'
import {
  base,
  containersOf,
  knative,
  ofKind,
  overlays,
  podOf,
  readManifests,
  servicesIn,
  yamlFiles,
} from './manifests.ts'

const functionNames = findFunctions()
const manifests = readManifests(base)
const services = servicesIn(manifests)
const serviceOf = (name: string) => {
  const service = services.find(one => one.metadata.name === name)
  const [container] = service ? containersOf(service) : []
  if (!service || !container) throw new Error(`knative/base has no Service ${name} with a container.`)
  return { service, container, env: container.env ?? [] }
}

test('every function has a Service of its name that runs it, and there are no other Services', () => {
  expect(services.map(one => one.metadata.name).sort()).toEqual(functionNames)
  for (const name of functionNames) expect(serviceOf(name).container).toMatchObject({ image: 'zerodue', args: [name] })
})

test('every job runs a program of the image', () => {
  const jobs = [...ofKind(manifests, 'Job'), ...ofKind(manifests, 'CronJob')].flatMap(containersOf)
  expect(jobs).toHaveLength(3)
  for (const { image, args = [] } of jobs) {
    expect(image).toBe('zerodue')
    expect(Object.keys(entryPoints())).toContain(args.join())
  }
})

const foldersWithManifests = [
  'base',
  ...['alerts', 'delivery-by-oidc', 'kafka', 'language-model', 'postgres'].map(name => `components/${name}`),
  ...overlays.map(name => `overlays/${name}`),
]

test('every manifest is in a kustomization', () => {
  for (const folder of foldersWithManifests) {
    const { resources } = parse(readFileSync(path.join(knative, folder, 'kustomization.yaml'), 'utf8'))
    const files = yamlFiles(path.join(knative, folder)).filter(file => file !== 'kustomization.yaml')
    expect(
      files.filter(file => !resources.includes(file)),
      folder,
    ).toEqual([])
  }
})

test.each(functionNames)('the Service of %s sets only settings that the function knows, each once', async name => {
  const known = Object.keys(settingsOf(await loadFunction(name)))
  const given = serviceOf(name).env.map(one => one.name)
  expect(given.filter(one => !known.includes(one))).toEqual([])
  expect(new Set(given).size).toBe(given.length)
})

test.each(overlays.flatMap(overlay => functionNames.map(name => ({ overlay, name }))))(
  'in $overlay, $name starts with its settings, with and without the optional secrets',
  async ({ overlay, name }) => {
    for (const secrets of ['needed', 'all'] as const) {
      const { environment, missing } = environmentOf(serviceOf(name).env, overlay, secrets)
      expect(missing).toEqual([])
      const { close } = await made(name, environment)
      await close()
    }
  },
)

test.each(functionNames)('%s answers the probes of its Service', async name => {
  const { container, env } = serviceOf(name)
  expect(container.ports).toEqual([{ name: 'http1', containerPort: 8080 }])
  expect(env.map(one => one.name)).not.toContain('PORT')
  const { app, close } = await made(name, environmentOf(env, 'local', 'needed').environment)
  expect((await app.request(container.livenessProbe?.httpGet.path ?? '')).status).toBe(200)
  // Without a database /ready answers 503. The path must exist.
  expect([200, 503]).toContain((await app.request(container.readinessProbe?.httpGet.path ?? '')).status)
  await close()
})

test.each(functionNames)('%s is public, with one domain in each overlay, exactly when it has routes', async name => {
  const { service } = serviceOf(name)
  const visibility = isAskedFromOutside(await loadFunction(name)) ? undefined : 'cluster-local'
  expect(service.metadata.labels?.['networking.knative.dev/visibility']).toBe(visibility)
  for (const overlay of overlays) {
    const domains = ofKind(readManifests(path.join(knative, 'overlays', overlay)), 'DomainMapping')
    const names = domains.filter(one => one.spec.ref.name === name)
    expect(names, overlay).toHaveLength(visibility ? 0 : 1)
  }
})

test('every container runs without root, capabilities or a writable file system, and has limits', () => {
  const running = manifests.flatMap(one => containersOf(one).map(container => ({ one, container })))
  expect(running.length).toBeGreaterThan(functionNames.length)
  for (const { one, container } of running) {
    const pod = podOf(one)
    const context = { ...pod.securityContext, ...container.securityContext }
    expect(context, one.file).toMatchObject({
      runAsNonRoot: true,
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    })
    expect(pod.automountServiceAccountToken, one.file).toBe(false)
    expect(Object.keys(container.resources?.limits ?? {}), one.file).toEqual(['cpu', 'memory'])
  }
})

test('every function that sets alarms has a daprd, and the job check knows each', async () => {
  const names = (await loadFunctions()).filter(({ ring }) => ring).map(({ name }) => name)
  expect(ofKind(manifests, 'Deployment').map(one => one.metadata.name)).toEqual(names.map(name => `daprd-${name}`))
  const env = ofKind(manifests, 'CronJob')
    .flatMap(containersOf)
    .flatMap(one => one.env ?? [])
  const endpoints = env.find(({ name }) => name === 'DAPR_ENDPOINTS')?.value?.split(',')
  expect(endpoints?.toSorted()).toEqual(names.map(name => `http://daprd-${name}:3500`))
})

test('the job check asks every function', () => {
  const env = ofKind(manifests, 'CronJob')
    .flatMap(containersOf)
    .flatMap(one => one.env ?? [])
  const urls = env.find(({ name }) => name === 'FUNCTION_URLS')?.value?.split(/, ?/)
  expect(urls).toEqual(functionNames.map(name => `http://${name}.zerodue.svc.cluster.local`))
})

test('all replicas together need fewer connections than the Postgres of the overlay allows', () => {
  const perReplica = 10
  const replicas = services
    .filter(({ metadata }) => serviceOf(metadata.name).env.some(({ name }) => name === 'DATABASE_URL'))
    .map(({ spec }) => Number(spec.template.metadata.annotations['autoscaling.knative.dev/max-scale']))
  const postgres = readManifests(path.join(knative, 'components', 'postgres')).flatMap(containersOf)
  const allowed = Number(/max_connections=(\d+)/.exec(postgres.flatMap(one => one.args ?? []).join(' '))?.[1])
  expect(replicas.reduce((sum, count) => sum + count, 0) * perReplica).toBeLessThan(allowed)
})
