import { base, readManifests } from '../knative/manifests.ts'
import { type Finding, note, problem } from './findings.ts'
import { kinds, type Reader } from './live.ts'

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
export function platformFindings(cluster: Reader): Finding[] {
  const missing = Object.entries(resources).flatMap(([name, words]) =>
    cluster.ask(['get', 'customresourcedefinition', name, '-o', 'name']) ? [] : [problem(words)],
  )
  return missing.length ? missing : [...servingFindings(cluster), ...eventingFindings(cluster)]
}

/** The same for a deployment: it does not need the parts that only deliver events, because events wait in Kafka. */
export function platformBeforeDeployment(cluster: Reader): Finding[] {
  const waiting = eventingFindings(cluster).map(({ words }) => words)
  return platformFindings(cluster).map(one => (waiting.includes(one.words) ? note(one.words) : one))
}

function servingFindings(cluster: Reader): Finding[] {
  const setting = (map: string, key: string) =>
    cluster.ask(['-n', 'knative-serving', 'get', 'configmap', map, '-o', `jsonpath={.data.${key}}`])?.trim()
  const longest = Math.max(...readManifests(base).map(({ spec }) => spec?.template?.spec?.timeoutSeconds ?? 0))
  const allowed = Number(setting('config-defaults', 'max-revision-timeout-seconds') || 600)
  return [
    ...unavailable(cluster, 'knative-serving', ['controller', 'activator', 'autoscaler', 'webhook']).map(problem),
    ...(setting('config-autoscaler', 'enable-scale-to-zero') === 'false'
      ? [note('Knative does not scale to zero: set enable-scale-to-zero to "true" in the ConfigMap config-autoscaler.')]
      : []),
    ...(longest > allowed
      ? [
          problem(
            `Knative ends requests after ${allowed} s: set max-revision-timeout-seconds to ${longest} in the ConfigMap config-defaults.`,
          ),
        ]
      : []),
  ]
}

/** The parts of Eventing that handle our sources and sinks. */
const controllers = ['eventing-controller', 'kafka-controller']

/** Whether sources and sinks become ready: a deployment waits for them only then. */
export const handlesSources = (cluster: Reader): boolean =>
  unavailable(cluster, 'knative-eventing', controllers).length === 0

/** Without its controller a KafkaSource delivers nothing, and nothing reports an error. */
function eventingFindings(cluster: Reader): Finding[] {
  return unavailable(cluster, 'knative-eventing', [
    ...controllers,
    'kafka-source-dispatcher',
    'kafka-sink-receiver',
    'pingsource-mt-adapter',
  ]).map(words => problem(`${words} Until it runs, events wait.`))
}

/** These parts have no pod before the first source of their kind exists. */
const startsWith: Record<string, string> = {
  'kafka-source-dispatcher': kinds.kafkaSources,
  'pingsource-mt-adapter': kinds.pingSources,
}

function unavailable(cluster: Reader, where: string, names: string[]): string[] {
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
    const source = startsWith[name]
    if (ready.has(name) && source && !cluster.ask(['get', source, '--all-namespaces', '-o', 'name'])?.trim()) return []
    return [`${name} in ${where} ${ready.has(name) ? 'has no ready pod' : 'is not installed'}.`]
  })
}
