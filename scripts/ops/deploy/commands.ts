import { CannotDeploy, type Cluster, namespace } from './cluster.ts'
import { type Resource, writeResources } from './rendered.ts'

/** A part of a deployment that does not start within this time fails the deployment. */
export const startSeconds = 180

export const inNamespace = ['-n', namespace]

export function apply(cluster: Cluster, part: string, resources: Resource[]): void {
  cluster.say(`— ${part}: ${resources.map(({ kind, metadata }) => `${kind} ${metadata.name}`).join(', ')}`)
  cluster.change(['apply', '-f', '-'], writeResources(resources))
}

/** Runs a command that waits for something. When the time is over, a sentence with the reason replaces kubectl's error. */
export function waitFor(cluster: Cluster, args: string[], seconds: number, explain: () => string): void {
  try {
    cluster.change([...inNamespace, ...args, `--timeout=${seconds}s`])
  } catch (error) {
    if (!(error instanceof CannotDeploy && /timed out|progress deadline/.test(error.message))) throw error
    throw new CannotDeploy(explain())
  }
}
