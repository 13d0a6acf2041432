import { type Live, unreadyReason } from './live.ts'
import type { Resource } from './rendered.ts'
import { servedNow } from './revisions.ts'

interface Share {
  revisionName?: string
  percent?: number
}

/** The revision to which a Knative Service pins its traffic, as scripts/rollback does; undefined when it follows the newest. */
export const pinnedTo = ({ spec }: Resource): string | undefined =>
  (spec.traffic as Share[] | undefined)?.find(({ revisionName, percent }) => revisionName && percent)?.revisionName

/** The reason why the newest revision of a function does not have all the traffic, or undefined when it has. */
export function notOnNewest(service: Live): string | undefined {
  const newest = service.status?.latestCreatedRevisionName
  const served = servedNow(service)
  const shares = service.status?.traffic?.filter(({ percent }) => percent) ?? []
  if (served === newest && shares.length === 1) return undefined
  const reason = unreadyReason(service)
  return `The traffic of ${service.metadata.name} goes to ${shares.map(one => one.revisionName).join(', ') || 'no revision'}, not to its newest revision ${newest}.${reason ? ` ${reason}` : ''}`
}
