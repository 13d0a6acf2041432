import { CannotDeploy, type Cluster, namespace } from './cluster.ts'
import { refusedBy } from './delivery.ts'
import { kinds, type Live, live } from './live.ts'
import { previousRevision, readRevisions, servedNow } from './revisions.ts'

/** The traffic of a function moves to another revision; without `to`, to the newest one. */
export interface Move {
  name: string
  now: string | undefined
  to?: string
}

/** The moves of a rollback. Functions without an older revision stay where they are. */
export function movesTo(cluster: Cluster, names: string[], to?: string): Move[] {
  const services = live(cluster, kinds.functions)
  const revisions = live(cluster, kinds.revisions)
  return names.flatMap(name => {
    const service = services.find(({ metadata }) => metadata.name === name)
    if (!service) throw new CannotDeploy(`The function ${name} is not deployed: nothing was changed.`)
    const now = servedNow(service)
    if (to === 'latest') return [{ name, now }]
    const own = revisions.filter(({ metadata }) => metadata.labels?.['serving.knative.dev/service'] === name)
    const wanted = to ?? previousRevision(readRevisions(own), now)
    if (!wanted) {
      cluster.say(`  ${name}: no ready revision is older than ${now}.`)
      return []
    }
    acceptsEvents(cluster, name, wanted, own)
    return [{ name, now, to: wanted }]
  })
}

/** The credentials of deliveries may have been rotated since the revision was made. */
function acceptsEvents(cluster: Cluster, name: string, wanted: string, own: Live[]): void {
  const revision = own.find(({ metadata }) => metadata.name === wanted)
  if (!revision)
    throw new CannotDeploy(`${name} has no revision ${wanted}: kubectl -n ${namespace} get revisions lists them.`)
  const refused = refusedBy(cluster, revision, name)
  if (refused.length)
    throw new CannotDeploy(
      `${wanted} would refuse the events of ${refused.join(', ')}: the credentials of deliveries were rotated after it was made. Nothing was changed. Deploy the previous image instead.`,
    )
}

export function moveTraffic(cluster: Cluster, { name, now, to }: Move): void {
  cluster.say(`— ${name}: from ${now} to ${to ?? 'the newest revision'}`)
  const traffic = [to ? { revisionName: to, percent: 100 } : { latestRevision: true, percent: 100 }]
  const patch = JSON.stringify({ spec: { traffic } })
  cluster.change(['-n', namespace, 'patch', `${kinds.functions}/${name}`, '--type=merge', `-p=${patch}`])
}
