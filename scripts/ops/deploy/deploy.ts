import type { Cluster } from './cluster.ts'
import { CannotDeploy } from './cluster.ts'
import { phasesOf, type Resource, readResources, writeResources } from './rendered.ts'

export const namespace = 'zerodue'

export interface Deployed {
  /** The names of the functions. */
  functions: string[]
}

/**
 * Applies an overlay in the order in which its parts depend on each other: the functions roll out after the migrations, and
 * the sources come last. A second run changes nothing.
 */
export function deploy(cluster: Cluster, overlay: string): Deployed {
  const rendered = cluster.ask(['kustomize', overlay])
  if (!rendered) throw new CannotDeploy(`${overlay} has no kustomization: check the name of the folder.`)
  const { foundation, jobs, functions, sources } = phasesOf(readResources(rendered))

  apply(cluster, 'the namespace, settings and data stores', foundation)
  for (const one of foundation.filter(({ kind }) => kind === 'StatefulSet')) rolledOut(cluster, one)

  for (const job of jobs) runAgain(cluster, job)

  apply(cluster, 'the alarm clocks and the functions', functions)
  for (const one of functions.filter(({ kind }) => kind === 'StatefulSet' || kind === 'Deployment'))
    rolledOut(cluster, one)
  const names = functions.filter(isFunction).map(({ metadata }) => metadata.name)
  for (const name of names) becomesReady(cluster, name)

  apply(cluster, 'the sources that bring them events', sources)
  return { functions: names }
}

const isFunction = ({ kind, apiVersion }: Resource) =>
  kind === 'Service' && apiVersion.startsWith('serving.knative.dev/')

function apply(cluster: Cluster, part: string, resources: Resource[]): void {
  cluster.say(`— ${part}: ${resources.map(({ kind, metadata }) => `${kind} ${metadata.name}`).join(', ')}`)
  cluster.change(['apply', '-f', '-'], writeResources(resources))
}

const inNamespace = ['-n', namespace]

function rolledOut(cluster: Cluster, { kind, metadata }: Resource): void {
  cluster.change([...inNamespace, 'rollout', 'status', `${kind.toLowerCase()}/${metadata.name}`, '--timeout=180s'])
}

/** Kubernetes neither changes a Job nor runs it twice: delete it, create it again and wait for its end. */
function runAgain(cluster: Cluster, job: Resource): void {
  const { name } = job.metadata
  cluster.say(`— the job ${name}`)
  cluster.change([...inNamespace, 'delete', 'job', name, '--ignore-not-found'])
  cluster.change(['apply', '-f', '-'], writeResources([job]))
  try {
    cluster.change([...inNamespace, 'wait', `job/${name}`, '--for=condition=complete', '--timeout=180s'])
  } catch (error) {
    if (!(error instanceof CannotDeploy)) throw error
    const log = cluster.ask([...inNamespace, 'logs', `job/${name}`, '--tail=20']) ?? ''
    throw new CannotDeploy(`The job ${name} failed, so no function was rolled out. Its log ends with:\n${log.trim()}`)
  }
  cluster.say(indented(cluster.dryRun ? '' : (cluster.ask([...inNamespace, 'logs', `job/${name}`]) ?? '')))
}

const indented = (text: string) => text.trim().replace(/^/gm, '  ')

function becomesReady(cluster: Cluster, name: string): void {
  const service = `services.serving.knative.dev/${name}`
  try {
    cluster.change([...inNamespace, 'wait', service, '--for=condition=Ready', '--timeout=180s'])
  } catch (error) {
    if (!(error instanceof CannotDeploy)) throw error
    const reason = cluster.ask([
      ...inNamespace,
      'get',
      service,
      '-o',
      'jsonpath={.status.conditions[?(@.type=="Ready")].message}',
    ])
    throw new CannotDeploy(
      `The new revision of ${name} does not become ready: ${reason?.trim() || 'Knative gives no reason'}. The previous revision still answers; scripts/rollback ${name} keeps it.`,
    )
  }
}
