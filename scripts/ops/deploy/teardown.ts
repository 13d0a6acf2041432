import { CannotDeploy, type Cluster, namespace } from './cluster.ts'
import { kinds } from './live.ts'

interface Step {
  what: string
  kinds: string[]
  options?: string[]
}

/** The order in which the parts need each other. */
const steps: Step[] = [
  // An event that a source delivers while functions end would become a dead letter. Sinks keep those, so they go after.
  { what: 'the sources', kinds: [kinds.kafkaSources, kinds.pingSources] },
  { what: 'the sinks', kinds: [kinds.kafkaSinks] },
  { what: 'the functions and their domains', kinds: [kinds.domains, kinds.functions] },
  {
    what: 'the data stores, alarm clocks and jobs',
    kinds: ['cronjobs', 'jobs', 'deployments', 'statefulsets', 'daemonsets'],
  },
  // A function may take ten minutes to end its streams. The namespace need not wait for that.
  { what: 'the pods', kinds: ['pods'], options: ['--grace-period=1'] },
  { what: 'the data and the secrets', kinds: ['persistentvolumeclaims', 'secrets'] },
]

/** Deletes everything of Zerodue. A step that fails stops no other one. Returns the names of what is left. */
export function teardown(cluster: Cluster): string[] {
  const claims = domainClaims(cluster)
  const exists = namesOf(cluster, theNamespace).length > 0
  if (!exists) cluster.say(`  There is no namespace ${namespace}.`)
  for (const { what, kinds, options = [] } of exists ? steps : []) {
    const existing = kinds.filter(kind => attempt(cluster, () => inside(cluster, kind))?.length)
    if (!existing.length) continue
    cluster.say(`— ${what}`)
    for (const kind of existing)
      attempt(cluster, () => cluster.change(['-n', namespace, 'delete', kind, '--all', ...options, '--timeout=60s']))
  }
  if (claims.length) cluster.say('— the claims of its domains')
  for (const claim of claims)
    attempt(cluster, () => cluster.change(['delete', claimKind, claim, '--ignore-not-found', '--timeout=30s']))
  if (exists) {
    cluster.say('— the namespace')
    attempt(cluster, () => cluster.change(['delete', 'namespace', namespace, '--timeout=120s']))
  }
  if (cluster.dryRun) return []
  return [
    ...namesOf(cluster, theNamespace),
    ...domainClaims(cluster).map(claim => `clusterdomainclaim/${claim}`),
    ...steps.flatMap(step => step.kinds).flatMap(kind => attempt(cluster, () => inside(cluster, kind)) ?? []),
  ]
}

const theNamespace = ['get', 'namespace', namespace, '-o', 'name']

/** Claims of domains are outside the namespace. */
const claimKind = 'clusterdomainclaims.networking.internal.knative.dev'
const domainClaims = (cluster: Cluster) =>
  namesOf(cluster, [
    'get',
    claimKind,
    '-o',
    `jsonpath={range .items[?(@.spec.namespace=="${namespace}")]}{.metadata.name} {end}`,
  ])

const inside = (cluster: Cluster, kind: string) => namesOf(cluster, ['-n', namespace, 'get', kind, '-o', 'name'])

const namesOf = (cluster: Cluster, args: string[]) => cluster.ask(args)?.split(/\s+/).filter(Boolean) ?? []

/** Runs a step. When it fails, this prints the reason, and the next step follows. */
function attempt<T>(cluster: Cluster, run: () => T): T | undefined {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof CannotDeploy)) throw error
    cluster.say(`  this failed: ${error.message}`)
    return undefined
  }
}
