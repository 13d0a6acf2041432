import type { EnvEntry } from '../knative/manifests.ts'
import { type Cluster, namespace } from './cluster.ts'
import type { Resource } from './rendered.ts'

export type Reader = Pick<Cluster, 'ask'>

interface Condition {
  type: string
  status: string
  reason?: string
  message?: string
}

/** A resource of the cluster, as kubectl prints it. */
export interface Live extends Resource {
  status?: {
    conditions?: Condition[]
    /** Of a Knative Service. */
    traffic?: { revisionName: string; percent?: number }[]
    latestCreatedRevisionName?: string
    /** Of a Deployment or StatefulSet. */
    readyReplicas?: number
  }
}

/** The names of the kinds that the scripts read, as kubectl knows them. */
export const kinds = {
  functions: 'services.serving.knative.dev',
  revisions: 'revisions.serving.knative.dev',
  domains: 'domainmappings.serving.knative.dev',
  kafkaSources: 'kafkasources.sources.knative.dev',
  pingSources: 'pingsources.sources.knative.dev',
  kafkaSinks: 'kafkasinks.eventing.knative.dev',
}

/** The resources of these kinds; none when the cluster does not know a kind. */
export function live(cluster: Reader, kind: string, ...options: string[]): Live[] {
  const json = cluster.ask(['-n', namespace, 'get', kind, ...options, '-o', 'json'])
  return json ? JSON.parse(json).items : []
}

export const sourcesOf = (cluster: Reader): Live[] => live(cluster, `${kinds.kafkaSources},${kinds.pingSources}`)

/** The values of a Secret, or undefined when it does not exist. */
export function secretValues(cluster: Reader, name: string): Record<string, string> | undefined {
  const json = cluster.ask(['-n', namespace, 'get', 'secret', name, '-o', 'json'])
  if (!json) return undefined
  const data: Record<string, string> = JSON.parse(json).data ?? {}
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]))
}

/** The value that a container gets from a Secret. */
export function valueFrom(cluster: Reader, env: EnvEntry[], variable: string): string | undefined {
  const reference = env.find(({ name }) => name === variable)?.valueFrom?.secretKeyRef
  return reference && secretValues(cluster, reference.name)?.[reference.key]
}

/** The reason why a resource is not ready, or undefined when it is ready. */
export function unreadyReason({ kind, status }: Live): string | undefined {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready')
  if (ready?.status === 'True') return undefined
  if (!ready) return `its controller has not handled it: check that the controller of ${kind} runs.`
  return ready.message || ready.reason || 'Knative gives no reason.'
}
