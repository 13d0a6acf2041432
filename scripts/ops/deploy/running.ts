import { base, ofKind, readManifests } from '../knative/manifests.ts'
import type { Cluster } from './cluster.ts'
import { namespace } from './deploy.ts'
import type { Finding } from './findings.ts'

/** What kubectl tells of a resource that Knative looks after. */
interface Watched {
  kind: string
  metadata: { name: string }
  status?: { conditions?: { type: string; status: string; message?: string }[] }
}

/** Who brings events and keeps what failed. */
const bringing = {
  KafkaSource: 'kafkasources.sources.knative.dev',
  PingSource: 'pingsources.sources.knative.dev',
  KafkaSink: 'kafkasinks.eventing.knative.dev',
}

/** Functions, sources and sinks that are not there or not as they should be, each with the reason that Knative gives. */
export function runningFindings(cluster: Pick<Cluster, 'ask'>, functions: string[]): Finding[] {
  const services = list(cluster, 'services.serving.knative.dev')
  const missing = functions.filter(name => !services.some(({ metadata }) => metadata.name === name))
  return [
    ...missing.map(name => ({ fatal: true, words: `The function ${name} is not deployed.` })),
    ...services.flatMap(unready),
    ...Object.entries(bringing).flatMap(([kind, resource]) => bringingFindings(kind, list(cluster, resource))),
  ]
}

function bringingFindings(kind: string, there: Watched[]): Finding[] {
  const names = there.map(({ metadata }) => metadata.name)
  const missing = ofKind(readManifests(base), kind).filter(({ metadata }) => !names.includes(metadata.name))
  return [
    ...missing.map(({ metadata: { name } }) => ({
      fatal: true,
      words: `The ${kind} ${name} is not there, so what it would bring stays where it is: deploy again.`,
    })),
    ...there.flatMap(unready),
  ]
}

function list(cluster: Pick<Cluster, 'ask'>, kind: string): Watched[] {
  const said = cluster.ask(['-n', namespace, 'get', kind, '-o', 'json'])
  return said ? JSON.parse(said).items : []
}

function unready({ kind, metadata, status }: Watched): Finding[] {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready')
  if (ready?.status === 'True') return []
  const reason = ready
    ? (ready.message ?? 'it does not say why')
    : `no controller has looked at it: is that of ${kind} running?`
  return [{ fatal: kind === 'Service', words: `${kind} ${metadata.name} is not ready: ${reason}` }]
}
