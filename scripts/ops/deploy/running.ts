import { base, ofKind, readManifests } from '../knative/manifests.ts'
import { type Finding, note, problem } from './findings.ts'
import { kinds, type Live, live, type Reader, unreadyReason } from './live.ts'
import { pinnedTo } from './traffic.ts'
import { whyNotStarted, withReason } from './why-not-started.ts'
import { selectorOf } from './workloads.ts'

/** The kinds that deliver events and keep dead letters. */
const deliveryKinds = {
  KafkaSource: kinds.kafkaSources,
  PingSource: kinds.pingSources,
  KafkaSink: kinds.kafkaSinks,
}

/** Missing functions, sources and sinks, and everything that is not ready, with the reason. */
export function runningFindings(cluster: Reader, functions: string[]): Finding[] {
  const services = live(cluster, kinds.functions)
  const missing = functions.filter(name => !services.some(({ metadata }) => metadata.name === name))
  return [
    ...missing.map(name => problem(`The function ${name} is not deployed: deploy again.`)),
    ...services.flatMap(unready),
    ...services.flatMap(pinned),
    ...live(cluster, 'statefulsets,deployments', '-l', notOfFunctions).flatMap(one => notStarted(cluster, one)),
    ...Object.entries(deliveryKinds).flatMap(([kind, resource]) => deliveryFindings(kind, live(cluster, resource))),
  ]
}

/** Knative makes a Deployment for each revision; its Service tells whether it is ready. */
const notOfFunctions = '!serving.knative.dev/revision'

function deliveryFindings(kind: string, existing: Live[]): Finding[] {
  const names = existing.map(({ metadata }) => metadata.name)
  const missing = ofKind(readManifests(base), kind).filter(({ metadata }) => !names.includes(metadata.name))
  return [
    ...missing.map(({ metadata: { name } }) =>
      problem(`The ${kind} ${name} does not exist, so its events wait: deploy again.`),
    ),
    ...existing.flatMap(unready),
  ]
}

function unready(one: Live): Finding[] {
  const reason = unreadyReason(one)
  return reason ? [problem(`${one.kind} ${one.metadata.name} is not ready: ${reason}`)] : []
}

function pinned(service: Live): Finding[] {
  const revision = pinnedTo(service)
  const { name } = service.metadata
  return revision
    ? [
        note(
          `${name} is rolled back to ${revision}. The next deployment ends that; scripts/rollback ${name} --to=latest ends it now.`,
        ),
      ]
    : []
}

function notStarted(cluster: Reader, workload: Live): Finding[] {
  const { kind, metadata, spec, status } = workload
  if ((status?.readyReplicas ?? 0) >= (spec.replicas ?? 1)) return []
  const reasons = whyNotStarted(cluster, selectorOf(workload), metadata.name)
  return [problem(withReason(`${kind} ${metadata.name} is not ready.`, reasons))]
}
