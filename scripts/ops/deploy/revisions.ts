export interface Revision {
  name: string
  /** Knative counts them. */
  generation: number
  ready: boolean
}

interface Json {
  metadata: { name: string; labels?: Record<string, string> }
  status?: { conditions?: { type: string; status: string }[] }
}

/** Of `kubectl get revisions -o json`. A revision at zero is ready, or was: what counts is that it did not fail. */
export function readRevisions(json: string): Revision[] {
  const { items } = JSON.parse(json) as { items: Json[] }
  return items.map(({ metadata, status }) => ({
    name: metadata.name,
    generation: Number(metadata.labels?.['serving.knative.dev/configurationGeneration'] ?? 0),
    ready: status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True',
  }))
}

/** Who has the most traffic, of `kubectl get ksvc -o json`. */
export function servedNow(json: string): string | undefined {
  const { status } = JSON.parse(json) as { status?: { traffic?: { revisionName: string; percent?: number }[] } }
  return status?.traffic?.toSorted((one, other) => (other.percent ?? 0) - (one.percent ?? 0))[0]?.revisionName
}

/** The newest one that is older than `now` and works. */
export function previousRevision(revisions: Revision[], now: string | undefined): string | undefined {
  const limit = revisions.find(({ name }) => name === now)?.generation ?? Number.POSITIVE_INFINITY
  return revisions
    .filter(({ ready, generation }) => ready && generation < limit)
    .toSorted((one, other) => other.generation - one.generation)[0]?.name
}
