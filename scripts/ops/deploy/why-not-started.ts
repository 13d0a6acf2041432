import { CannotDeploy, namespace } from './cluster.ts'
import { type Live, live, type Reader } from './live.ts'

interface ContainerStatus {
  name: string
  state?: { waiting?: Waiting; terminated?: Terminated }
  lastState?: { terminated?: Terminated }
}
interface Waiting {
  reason: string
  message?: string
}
interface Terminated {
  reason?: string
  exitCode: number
  message?: string
}
interface Pod extends Live {
  status?: Live['status'] & { initContainerStatuses?: ContainerStatus[]; containerStatuses?: ContainerStatus[] }
}

/** These states are a normal start: the reason of a long one is in the events of the pod. */
const starting = ['ContainerCreating', 'PodInitializing']

/**
 * The reasons why these pods do not start, as Kubernetes gives them. `owner` makes the pods: it gives the reason when there
 * is none. Without any reason this returns an empty string.
 */
export function whyNotStarted(cluster: Reader, selector: string, owner: string): string {
  const pods: Pod[] = live(cluster, 'pods', '-l', selector)
  const reasons = pods.length ? pods.flatMap(pod => reasonsOf(cluster, pod)) : lastWarning(cluster, owner)
  return [...new Set(reasons)].join(' ')
}

function reasonsOf(cluster: Reader, pod: Pod): string[] {
  const { name } = pod.metadata
  const scheduled = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled')
  if (scheduled?.status === 'False') return [`No node takes the pod ${name}: ${scheduled.message ?? scheduled.reason}`]
  const containers = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])]
  const reasons = containers.flatMap(one => reasonOf(cluster, name, one))
  return reasons.length || isReady(pod) ? reasons : lastWarning(cluster, name)
}

const isReady = ({ status }: Pod) =>
  status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True')

function reasonOf(cluster: Reader, pod: string, { name, state, lastState }: ContainerStatus): string[] {
  const where = `The container ${name} of the pod ${pod}`
  const ended = state?.terminated ?? lastState?.terminated
  if (ended && ended.exitCode !== 0)
    return [
      `${where} ended with ${ended.exitCode} (${ended.reason ?? 'Error'}).${lastLines(cluster, pod, name, lastState)}`,
    ]
  const { waiting } = state ?? {}
  if (!waiting || starting.includes(waiting.reason)) return []
  return [`${where} waits: ${waiting.reason}${waiting.message ? `, ${waiting.message}` : ''}.`]
}

function lastLines(cluster: Reader, pod: string, container: string, lastState: ContainerStatus['lastState']): string {
  const previous = lastState?.terminated ? ['--previous'] : []
  const log = logOf(cluster, pod, '-c', container, ...previous, '--tail=5')
  return log ? ` Its log ends with:\n${log}\n` : ''
}

/** The log of a pod or a job, as far as there is one: kubectl fails while a container waits. */
export function logOf(cluster: Reader, ...args: string[]): string {
  try {
    return cluster.ask(['-n', namespace, 'logs', ...args])?.trim() ?? ''
  } catch (error) {
    if (!(error instanceof CannotDeploy)) throw error
    return ''
  }
}

/** The newest warning about a resource, such as a missing Secret of a volume or a pod that a policy forbids. */
function lastWarning(cluster: Reader, name: string): string[] {
  const selector = `--field-selector=type=Warning,involvedObject.name=${name}`
  const path = 'jsonpath={range .items[*]}{.message}{"\\n"}{end}'
  const output = cluster.ask([
    '-n',
    namespace,
    'get',
    'events',
    selector,
    '--sort-by=.metadata.creationTimestamp',
    '-o',
    path,
  ])
  const last = output?.trim().split('\n').at(-1)
  return last ? [last] : []
}

/** Adds the reasons to a sentence about something that did not start in time. */
export const withReason = (sentence: string, reasons: string): string =>
  `${sentence} ${reasons || 'Kubernetes gives no reason: kubectl -n zerodue get events lists what happened.'}`
