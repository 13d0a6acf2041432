import { CannotDeploy, type Cluster } from './cluster.ts'
import { apply, startSeconds, waitFor } from './commands.ts'
import { kinds, type Live, live, unreadyReason } from './live.ts'
import { functionsIn, type Resource } from './rendered.ts'
import { servedNow } from './revisions.ts'
import { notOnNewest, pinnedTo } from './traffic.ts'
import { whyNotStarted } from './why-not-started.ts'
import { isWorkload, workloadStarts } from './workloads.ts'

/** Rolls out the alarm clocks and the functions, until the newest revision of each function has its traffic. */
export function rollOut(cluster: Cluster, resources: Resource[]): void {
  const functions = functionsIn(resources)
  const pins = pinsOf(live(cluster, kinds.functions), functions)
  for (const [name, revision] of pins)
    cluster.say(`  ${name} was rolled back to ${revision}: this deployment ends that.`)

  // With its traffic on the newest ready revision, a function would first go back to the one that the operator left.
  const pinned = (one: Resource) => functions.includes(one) && pins.get(one.metadata.name)
  const first = resources.map(one => {
    const revisionName = pinned(one)
    return revisionName ? { ...one, spec: { ...one.spec, traffic: [{ revisionName, percent: 100 }] } } : one
  })
  apply(cluster, 'the alarm clocks and the functions', first)
  for (const one of resources.filter(isWorkload)) workloadStarts(cluster, one)
  for (const one of functions) becomesReady(cluster, one.metadata.name, pinned(one) ? 'ConfigurationsReady' : 'Ready')

  const moved = functions.filter(pinned)
  if (moved.length) apply(cluster, 'the functions that were rolled back', moved)
  for (const one of moved) becomesReady(cluster, one.metadata.name, 'Ready')
  if (!cluster.dryRun) haveTraffic(cluster, functions)
}

/** The functions whose traffic is pinned in the cluster and not in the overlay, each with its revision. */
const pinsOf = (existing: Live[], functions: Resource[]): Map<string, string> =>
  new Map(
    functions
      .filter(one => !pinnedTo(one))
      .flatMap(({ metadata }) => {
        const service = existing.find(one => one.metadata.name === metadata.name)
        const revision = service && pinnedTo(service)
        return revision ? [[metadata.name, revision]] : []
      }),
  )

function becomesReady(cluster: Cluster, name: string, condition: 'Ready' | 'ConfigurationsReady'): void {
  waitFor(cluster, ['wait', `${kinds.functions}/${name}`, `--for=condition=${condition}`], startSeconds, () => {
    const service = live(cluster, kinds.functions).find(one => one.metadata.name === name)
    const newest = service?.status?.latestCreatedRevisionName
    const served = service && servedNow(service)
    const pods = newest ? whyNotStarted(cluster, `serving.knative.dev/revision=${newest}`, `${newest}-deployment`) : ''
    return [
      `The new revision of ${name} does not become ready: ${(service && unreadyReason(service)) ?? 'Knative gives no reason.'}`,
      pods,
      served && served !== newest ? `${served} still answers.` : '',
      'The sources were not changed. Mend the cause, then deploy again.',
    ]
      .filter(Boolean)
      .join(' ')
  })
}

function haveTraffic(cluster: Cluster, functions: Resource[]): void {
  const names = functions.filter(one => !pinnedTo(one)).map(({ metadata }) => metadata.name)
  const elsewhere = live(cluster, kinds.functions)
    .filter(({ metadata }) => names.includes(metadata.name))
    .flatMap(service => notOnNewest(service) ?? [])
  if (elsewhere.length) throw new CannotDeploy(elsewhere.join('\n         '))
}
