import { ofKind, readManifests } from '../../ops/knative/manifests.ts'

/** The address to which a source delivers, with the credential that kustomize put there. */
export interface Sink {
  kind: 'KafkaSource' | 'PingSource'
  name: string
  to: string
  path: string
  query: string
}

export function sinksIn(folder: string): Sink[] {
  const manifests = readManifests(folder)
  return (['KafkaSource', 'PingSource'] as const).flatMap(kind =>
    ofKind(manifests, kind).map(({ metadata, spec }) => {
      const [path = '/', query = ''] = spec.sink.uri.split('?')
      return { kind, name: metadata.name, to: spec.sink.ref.name, path, query }
    }),
  )
}
