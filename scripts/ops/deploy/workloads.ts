import type { Cluster } from './cluster.ts'
import { apply, inNamespace, startSeconds, waitFor } from './commands.ts'
import type { Resource } from './rendered.ts'
import { logOf, whyNotStarted, withReason } from './why-not-started.ts'

export const isWorkload = ({ kind }: Resource): boolean => kind === 'StatefulSet' || kind === 'Deployment'

/** The selector of the pods of a Deployment or StatefulSet, as kubectl takes it. */
export const selectorOf = ({ spec }: Resource): string =>
  Object.entries(spec.selector.matchLabels)
    .map(([key, value]) => `${key}=${value}`)
    .join()

export function workloadStarts(cluster: Cluster, workload: Resource): void {
  const { kind, metadata } = workload
  waitFor(cluster, ['rollout', 'status', `${kind.toLowerCase()}/${metadata.name}`], startSeconds, () =>
    withReason(
      `The ${kind} ${metadata.name} does not start.`,
      whyNotStarted(cluster, selectorOf(workload), metadata.name),
    ),
  )
}

/** Kubernetes neither changes a Job nor runs it twice: delete it, create it again and wait for its end. */
export function runAgain(cluster: Cluster, job: Resource): void {
  const { name } = job.metadata
  cluster.change([...inNamespace, 'delete', 'job', name, '--ignore-not-found'])
  apply(cluster, 'the preparation of the data', [job])
  waitFor(cluster, ['wait', `job/${name}`, '--for=condition=complete'], startSeconds, () => {
    const reason = whyNotStarted(cluster, `job-name=${name}`, name)
    const log = reason ? '' : logOf(cluster, `job/${name}`, '--tail=20')
    return withReason(
      `The job ${name} failed, so no function was rolled out.`,
      reason || (log && `Its log ends with:\n${log}`),
    )
  })
  if (!cluster.dryRun) cluster.say(indented(logOf(cluster, `job/${name}`)))
}

const indented = (text: string) => text.trim().replace(/^/gm, '  ')
