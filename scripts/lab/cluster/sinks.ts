import { build } from '../../build/tools.ts'
import { namespace } from '../../ops/deploy/cluster.ts'
import { kinds, type Live } from '../../ops/deploy/live.ts'

/** The address to which a source delivers, with its credential. */
export interface Sink {
  kind: string
  name: string
  to: string
  path: string
  query: string
}

/** The addresses that the sources in the cluster have now: each rotation changes their credentials. */
export async function sinksInCluster(): Promise<Sink[]> {
  const sources = `${kinds.kafkaSources},${kinds.pingSources}`
  const json = await build('kubectl', ['-n', namespace, 'get', sources, '-o', 'json'], { cwd: '.' })
  const { items } = JSON.parse(json) as { items: Live[] }
  return items.map(({ kind, metadata, spec }) => {
    const [path = '/', query = ''] = spec.sink.uri.split('?')
    return { kind, name: metadata.name, to: spec.sink.ref.name, path, query }
  })
}
