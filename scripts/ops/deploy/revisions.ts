import type { Live } from './live.ts'

export interface Revision {
  name: string
  /** Knative numbers the revisions of a function. */
  generation: number
  ready: boolean
}

/** A revision at zero is still ready: it has not failed. */
export const readRevisions = (revisions: Live[]): Revision[] =>
  revisions.map(({ metadata, status }) => ({
    name: metadata.name,
    generation: Number(metadata.labels?.['serving.knative.dev/configurationGeneration'] ?? 0),
    ready: status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True',
  }))

/** The revision with the most traffic. */
export const servedNow = ({ status }: Pick<Live, 'status'>): string | undefined =>
  status?.traffic?.toSorted((one, other) => (other.percent ?? 0) - (one.percent ?? 0))[0]?.revisionName

/** The newest ready revision that is older than `now`. */
export function previousRevision(revisions: Revision[], now: string | undefined): string | undefined {
  const limit = revisions.find(({ name }) => name === now)?.generation ?? Number.POSITIVE_INFINITY
  return revisions
    .filter(({ ready, generation }) => ready && generation < limit)
    .toSorted((one, other) => other.generation - one.generation)[0]?.name
}
