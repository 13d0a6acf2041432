import { containersOf } from '../knative/manifests.ts'
import { type Finding, note, problem } from './findings.ts'
import { kinds, type Live, live, type Reader, sourcesOf, unreadyReason, valueFrom } from './live.ts'
import type { Resource } from './rendered.ts'

/** The credentials of deliveries that a function accepts: the current one, and after a rotation the one before. */
export interface Credentials {
  now: string
  before?: string
}

/** The credentials that the containers of a Service or a Revision accept. */
export function acceptedBy(cluster: Reader, resource: Resource): Credentials | undefined {
  const env = (resource.kind === 'Revision' ? resource.spec.containers : containersOf(resource))?.[0]?.env ?? []
  const now = valueFrom(cluster, env, 'EVENTS_SECRET')
  const before = valueFrom(cluster, env, 'EVENTS_SECRET_BEFORE')
  return now === undefined ? undefined : { now, ...(before !== undefined && { before }) }
}

/** The credentials of each function in the cluster, as its newest revision has them. */
export const credentialsInUse = (cluster: Reader): Map<string, Credentials> =>
  new Map(
    live(cluster, kinds.functions).flatMap(service => {
      const credentials = acceptedBy(cluster, service)
      return credentials ? [[service.metadata.name, credentials] as const] : []
    }),
  )

/** The credential in the address to which a source delivers. */
const carriedBy = ({ spec }: Live): string | null =>
  new URL(spec.sink.uri ?? '/', 'http://sink').searchParams.get('delivery')

/** With an audience, the source sends a token of its own instead of our credential. */
const withCredential = (cluster: Reader): Live[] => sourcesOf(cluster).filter(({ spec }) => !spec.sink.audience)

const nameOf = ({ kind, metadata }: Live) => `${kind} ${metadata.name}`

/**
 * The reasons why the credentials cannot be rotated now: a function accepts two credentials, so every source must carry the
 * current one before a third one comes.
 */
export function rotationFindings(cluster: Reader, controllersRun: boolean): Finding[] {
  const inUse = credentialsInUse(cluster)
  return withCredential(cluster).flatMap(source => {
    const credentials = inUse.get(source.spec.sink.ref?.name)
    if (!credentials) return []
    const reason = unreadyReason(source)
    if (carriedBy(source) !== credentials.now)
      return [
        problem(
          `${nameOf(source)} does not carry the current credential of ${source.spec.sink.ref.name}, because an earlier deployment did not finish: deploy without --rotate-delivery first.`,
        ),
      ]
    if (controllersRun && reason)
      return [problem(`${nameOf(source)} is not ready, so it may still deliver with an older credential: ${reason}`)]
    return []
  })
}

/** Sources whose credential their function does not accept, or accepts only until the next rotation. */
export function deliveryFindings(cluster: Reader): Finding[] {
  const services = live(cluster, kinds.functions)
  const sources = withCredential(cluster)
  return services.flatMap(service => {
    const { name } = service.metadata
    const accepted = revisionsWithTraffic(cluster, service).flatMap(one => acceptedBy(cluster, one) ?? [])
    return sources
      .filter(({ spec }) => spec.sink.ref?.name === name)
      .flatMap(source => {
        const carried = carriedBy(source)
        if (accepted.some(({ now, before }) => carried !== now && carried !== before))
          return [
            problem(
              `${nameOf(source)} delivers with a credential that ${name} does not accept, so its events wait: deploy again.`,
            ),
          ]
        if (accepted.some(({ now }) => carried !== now))
          return [note(`${nameOf(source)} still delivers with the credential before the last rotation: deploy again.`)]
        return []
      })
  })
}

function revisionsWithTraffic(cluster: Reader, service: Live): Resource[] {
  const names = (service.status?.traffic ?? []).filter(({ percent }) => percent).map(({ revisionName }) => revisionName)
  const revisions = live(cluster, kinds.revisions).filter(({ metadata }) => names.includes(metadata.name))
  return revisions.length ? revisions : [service]
}

/** The sources of a function that this revision would refuse. */
export function refusedBy(cluster: Reader, revision: Resource, functionName: string): string[] {
  const credentials = acceptedBy(cluster, revision)
  if (!credentials) return []
  return withCredential(cluster)
    .filter(({ spec }) => spec.sink.ref?.name === functionName)
    .filter(source => !Object.values(credentials).includes(carriedBy(source)))
    .map(nameOf)
}
