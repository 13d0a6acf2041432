import type { Cluster } from './cluster.ts'
import { CannotDeploy } from './cluster.ts'
import { phasesOf, type Resource, readResources, writeResources } from './rendered.ts'

export const namespace = 'zerodue'

export interface Deployed {
  /** The functions, as the manifests name them. */
  functions: string[]
}

/**
 * Brings everything of an overlay up, in the order in which one part needs the other. What is as it should be stays: a
 * second run changes nothing. The functions roll out after the migrations, and the sources come last.
 */
export function deploy(cluster: Cluster, overlay: string): Deployed {
  const rendered = cluster.ask(['kustomize', overlay])
  if (!rendered) throw new CannotDeploy(`${overlay} is no folder that kustomize can read.`)
  const { foundation, jobs, functions, sources } = phasesOf(readResources(rendered))

  apply(cluster, 'the namespace, settings and what keeps data', foundation)
  for (const one of foundation.filter(({ kind }) => kind === 'StatefulSet')) rolledOut(cluster, one)

  for (const job of jobs) runAnew(cluster, job)

  apply(cluster, 'the alarm clocks and the functions', functions)
  for (const one of functions.filter(({ kind }) => kind === 'StatefulSet' || kind === 'Deployment'))
    rolledOut(cluster, one)
  const names = functions.filter(isFunction).map(({ metadata }) => metadata.name)
  for (const name of names) becomesReady(cluster, name)

  apply(cluster, 'who brings them events', sources)
  return { functions: names }
}

const isFunction = ({ kind, apiVersion }: Resource) =>
  kind === 'Service' && apiVersion.startsWith('serving.knative.dev/')

function apply(cluster: Cluster, what: string, resources: Resource[]): void {
  cluster.say(`— ${what}: ${resources.map(({ kind, metadata }) => `${kind} ${metadata.name}`).join(', ')}`)
  cluster.change(['apply', '-f', '-'], writeResources(resources))
}

const inNamespace = ['-n', namespace]

function rolledOut(cluster: Cluster, { kind, metadata }: Resource): void {
  cluster.change([...inNamespace, 'rollout', 'status', `${kind.toLowerCase()}/${metadata.name}`, '--timeout=180s'])
}

/** A Job cannot be changed, and one that has ended does nothing again: it is made anew, and waited for. */
function runAnew(cluster: Cluster, job: Resource): void {
  const { name } = job.metadata
  cluster.say(`— the job ${name}`)
  cluster.change([...inNamespace, 'delete', 'job', name, '--ignore-not-found'])
  cluster.change(['apply', '-f', '-'], writeResources([job]))
  try {
    cluster.change([...inNamespace, 'wait', `job/${name}`, '--for=condition=complete', '--timeout=180s'])
  } catch (error) {
    if (!(error instanceof CannotDeploy)) throw error
    const said = cluster.ask([...inNamespace, 'logs', `job/${name}`, '--tail=20']) ?? ''
    throw new CannotDeploy(`The job ${name} did not succeed, so nothing was rolled out. It says:\n${said.trim()}`)
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
      `${name} does not become ready: ${reason?.trim() || 'it does not say why'}. What ran before still answers; scripts/rollback keeps it so.`,
    )
  }
}
