import { type Cluster, namespace } from './cluster.ts'
import { kinds } from './live.ts'
import type { Resource } from './rendered.ts'

/** The overlays put this label on the Secrets and ConfigMaps that they generate. */
const generated = 'zerodue/generated=true'

/** Whatever may start a container, also the older revisions to which scripts/rollback goes. */
const users = [
  kinds.functions,
  kinds.revisions,
  kinds.domains,
  ...['deployments', 'statefulsets', 'daemonsets', 'jobs', 'cronjobs', 'pods'],
]

/** Deletes the Secrets and ConfigMaps of earlier deployments to which nothing refers any more. */
export function prune(cluster: Cluster, rendered: Resource[]): void {
  const existing = cluster.ask(['-n', namespace, 'get', 'secrets,configmaps', '-l', generated, '-o', 'name'])
  const referring = cluster.ask(['-n', namespace, 'get', users.join(','), '-o', 'json'])
  // Without the list of references anything might still be needed.
  if (!existing || !referring) return
  const used = new Set(stringsIn(JSON.parse(referring)))
  const current = rendered.map(({ kind, metadata }) => `${kind.toLowerCase()}/${metadata.name}`)
  const old = existing
    .split('\n')
    .filter(Boolean)
    .filter(one => !current.includes(one) && !used.has(one.slice(one.indexOf('/') + 1)))
  if (!old.length) return
  cluster.say(`— ${old.length} generated Secrets and ConfigMaps of earlier deployments, which nothing uses any more`)
  cluster.change(['-n', namespace, 'delete', ...old, '--ignore-not-found'])
}

function stringsIn(part: unknown): string[] {
  if (typeof part === 'string') return [part]
  if (typeof part !== 'object' || part === null) return []
  return Object.values(part).flatMap(stringsIn)
}
