import type { Cluster } from './cluster.ts'
import { apply, waitFor } from './commands.ts'
import { live, unreadyReason } from './live.ts'
import { handlesSources } from './platform-findings.ts'
import { prune } from './prune.ts'
import { functionsIn, phasesOf, type Resource } from './rendered.ts'
import { rollOut } from './roll-out.ts'
import { isWorkload, runAgain, workloadStarts } from './workloads.ts'

/**
 * Applies resources in the order in which they depend on each other: the functions roll out after the migrations, and the
 * sources come last, because a function accepts the credentials of before and of now. A second run changes nothing. Returns
 * the names of the functions.
 */
export function deploy(cluster: Cluster, resources: Resource[]): string[] {
  const { foundation, jobs, functions, sources, watching } = phasesOf(resources)
  apply(cluster, 'the namespace, settings and data stores', foundation)
  for (const one of foundation.filter(isWorkload)) workloadStarts(cluster, one)
  for (const job of jobs) runAgain(cluster, job)
  rollOut(cluster, functions)
  apply(cluster, 'the sources that bring them events', sources)
  becomeReady(cluster, sources)
  // Not waited for: the functions run without it, and scripts/doctor names what does not start.
  if (watching.length) apply(cluster, 'what watches them', watching)
  prune(cluster, resources)
  return functionsIn(functions).map(({ metadata }) => metadata.name)
}

/** A controller takes up to 98 s for a changed source. */
const sourceSeconds = 300

function becomeReady(cluster: Cluster, sources: Resource[]): void {
  if (!sources.length) return
  if (!handlesSources(cluster)) {
    cluster.say('  note: the controllers of Knative Eventing do not run, so events wait. scripts/doctor names them.')
    return
  }
  const names = sources.map(one => `${kindOf(one)}/${one.metadata.name}`)
  waitFor(cluster, ['wait', ...names, '--for=condition=Ready'], sourceSeconds, () => {
    const reasons = live(cluster, [...new Set(sources.map(kindOf))].join(',')).flatMap(one => {
      const reason = unreadyReason(one)
      return reason ? `${one.kind} ${one.metadata.name} is not ready: ${reason}` : []
    })
    return ['The functions run, but their events wait.', ...reasons].join('\n         ')
  })
}

/** The kind as kubectl knows it in every cluster, such as kafkasources.sources.knative.dev. */
const kindOf = ({ kind, apiVersion }: Resource) => `${kind.toLowerCase()}s.${apiVersion.split('/')[0]}`
