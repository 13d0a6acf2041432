import { base, ofKind, readManifests } from '../knative/manifests.ts'
import type { Cluster } from './cluster.ts'
import { namespace } from './deploy.ts'
import type { Finding } from './findings.ts'

/** A resource of Knative, as kubectl prints it. */
interface Watched {
  kind: string
  metadata: { name: string }
  status?: { conditions?: { type: string; status: string; message?: string }[] }
}

/** The kinds that deliver events and keep dead letters. */
const deliveryKinds = {
  KafkaSource: 'kafkasources.sources.knative.dev',
  PingSource: 'pingsources.sources.knative.dev',
  KafkaSink: 'kafkasinks.eventing.knative.dev',
}

/** Missing functions, sources and sinks, and those that are not ready, with the reason that Knative gives. */
export function runningFindings(cluster: Pick<Cluster, 'ask'>, functions: string[]): Finding[] {
  const services = list(cluster, 'services.serving.knative.dev')
  const missing = functions.filter(name => !services.some(({ metadata }) => metadata.name === name))
  return [
    ...missing.map(name => ({ fatal: true, words: `The function ${name} is not deployed: deploy again.` })),
    ...services.flatMap(unready),
    ...Object.entries(deliveryKinds).flatMap(([kind, resource]) => deliveryFindings(kind, list(cluster, resource))),
  ]
}

function deliveryFindings(kind: string, existing: Watched[]): Finding[] {
  const names = existing.map(({ metadata }) => metadata.name)
  const missing = ofKind(readManifests(base), kind).filter(({ metadata }) => !names.includes(metadata.name))
  return [
    ...missing.map(({ metadata: { name } }) => ({
      fatal: true,
      words: `The ${kind} ${name} does not exist, so its events wait: deploy again.`,
    })),
    ...existing.flatMap(unready),
  ]
}

function list(cluster: Pick<Cluster, 'ask'>, kind: string): Watched[] {
  const json = cluster.ask(['-n', namespace, 'get', kind, '-o', 'json'])
  return json ? JSON.parse(json).items : []
}

function unready({ kind, metadata, status }: Watched): Finding[] {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready')
  if (ready?.status === 'True') return []
  const reason = ready
    ? (ready.message ?? 'Knative gives no reason')
    : `its controller has not handled it: check that the controller of ${kind} runs.`
  return [{ fatal: kind === 'Service', words: `${kind} ${metadata.name} is not ready: ${reason}` }]
}
