import { base, containersOf, type EnvEntry, type Manifest, readManifests } from '../knative/manifests.ts'
import { CannotDeploy, type Cluster } from './cluster.ts'
import { namespace } from './deploy.ts'

/** A problem and what to do about it. */
export interface Finding {
  /** A fatal problem stops a deployment. The others are notes: the functions run, but something is missing. */
  fatal: boolean
  words: string
}

const fatal = (words: string): Finding => ({ fatal: true, words })
const lacking = (words: string): Finding => ({ fatal: false, words })

const resources = {
  'services.serving.knative.dev':
    'Knative Serving is not installed: https://knative.dev/docs/install says how to install it.',
  'domainmappings.serving.knative.dev': 'Knative Serving has no DomainMapping: install version 1.17 or newer.',
  'kafkasources.sources.knative.dev':
    'KafkaSource is not installed: apply eventing-kafka-source.yaml of knative-extensions/eventing-kafka-broker.',
  'kafkasinks.eventing.knative.dev':
    'KafkaSink, which keeps dead letters, is not installed: apply eventing-kafka-sink.yaml of knative-extensions/eventing-kafka-broker.',
  'pingsources.sources.knative.dev': 'PingSource is not installed: install Knative Eventing, which contains it.',
}

/** Problems of the platform: Knative Serving and Eventing. */
export function platformFindings(cluster: Pick<Cluster, 'ask'>): Finding[] {
  const missing = Object.entries(resources).flatMap(([name, words]) =>
    cluster.ask(['get', 'customresourcedefinition', name, '-o', 'name']) ? [] : [fatal(words)],
  )
  return missing.length ? missing : [...servingFindings(cluster), ...eventingFindings(cluster)]
}

function servingFindings(cluster: Pick<Cluster, 'ask'>): Finding[] {
  const setting = (map: string, key: string) =>
    cluster.ask(['-n', 'knative-serving', 'get', 'configmap', map, '-o', `jsonpath={.data.${key}}`])?.trim()
  const longest = Math.max(...readManifests(base).map(({ spec }) => spec?.template?.spec?.timeoutSeconds ?? 0))
  const allowed = Number(setting('config-defaults', 'max-revision-timeout-seconds') || 600)
  return [
    ...unavailable(cluster, 'knative-serving', ['controller', 'activator', 'autoscaler', 'webhook']),
    ...(setting('config-autoscaler', 'enable-scale-to-zero') === 'false'
      ? [
          lacking(
            'Knative does not scale to zero: set enable-scale-to-zero to "true" in the ConfigMap config-autoscaler.',
          ),
        ]
      : []),
    ...(longest > allowed
      ? [
          fatal(
            `Knative ends requests after ${allowed} s: set max-revision-timeout-seconds to ${longest} in the ConfigMap config-defaults.`,
          ),
        ]
      : []),
  ]
}

/** Without its controller a KafkaSource delivers nothing, and nothing reports an error. */
function eventingFindings(cluster: Pick<Cluster, 'ask'>): Finding[] {
  return unavailable(cluster, 'knative-eventing', [
    'kafka-controller',
    'kafka-source-dispatcher',
    'kafka-sink-receiver',
    'pingsource-mt-adapter',
  ]).map(({ words }) => lacking(`${words} It delivers no events: they wait.`))
}

function unavailable(cluster: Pick<Cluster, 'ask'>, where: string, names: string[]): Finding[] {
  const output = cluster.ask([
    '-n',
    where,
    'get',
    'deployments,statefulsets',
    '-o',
    'jsonpath={range .items[*]}{.metadata.name}={.status.readyReplicas}{"\\n"}{end}',
  ])
  const ready = new Map(output?.split('\n').map(line => [line.split('=')[0], Number(line.split('=')[1] || 0)]))
  return names.flatMap(name => {
    if (ready.get(name)) return []
    // The adapter of PingSource has no pod while there is no PingSource.
    if (ready.has(name) && name === 'pingsource-mt-adapter') return []
    return [fatal(`${name} in ${where} ${ready.has(name) ? 'has no ready pod' : 'is not installed'}.`)]
  })
}

/** Secrets, and keys of Secrets, that the manifests require and the cluster lacks. */
export function secretFindings(
  cluster: Pick<Cluster, 'ask'>,
  manifests: Manifest[],
  ignored: string[] = [],
): Finding[] {
  const wanted = new Map<string, Set<string>>()
  for (const { name, key } of neededSecrets(manifests).filter(one => !ignored.includes(one.name)))
    wanted.set(name, (wanted.get(name) ?? new Set()).add(key))
  return [...wanted].flatMap(([name, keys]) => {
    const secret = cluster.ask(['-n', namespace, 'get', 'secret', name, '-o', 'json'])
    const existing = secret ? Object.keys(JSON.parse(secret).data ?? {}) : []
    const lacks = [...keys].filter(key => !existing.includes(key))
    if (!lacks.length) return []
    return [
      fatal(
        `The Secret ${name} ${secret ? 'lacks the keys' : 'does not exist. It needs the keys'} ${lacks.join(', ')}: knative/README.md explains each.`,
      ),
    ]
  })
}

/** Secrets that a deployment requires. It creates the Secret `delivery` itself. */
export const secretsBefore = (cluster: Pick<Cluster, 'ask'>): Finding[] =>
  secretFindings(cluster, readManifests(base), ['delivery'])

function neededSecrets(manifests: Manifest[]) {
  return manifests
    .flatMap(containersOf)
    .flatMap(({ env = [] }): EnvEntry[] => env)
    .flatMap(({ valueFrom }) => valueFrom?.secretKeyRef ?? [])
    .filter(({ optional }) => !optional)
}

/** Prints the notes and throws when there are fatal problems. */
export function complain(findings: Finding[], print = (words: string) => console.log(words)): void {
  for (const { words } of findings.filter(one => !one.fatal)) print(`  note: ${words}`)
  const fatals = findings.filter(one => one.fatal)
  if (fatals.length) throw new CannotDeploy(fatals.map(({ words }) => words).join('\n         '))
}
