import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../../functions/kit/root.ts'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import { base, readManifests } from '../knative/manifests.ts'
import { deploy } from './deploy.ts'
import { phasesOf, type Resource, readResources, writeResources } from './rendered.ts'
import { fakeCluster, refuse } from './testing/fake-cluster.ts'
import { functionOf, sourceOf } from './testing/small-overlay.ts'

test('a deployment applies jobs before functions, and the sources last', () => {
  const { foundation, jobs, functions, sources } = phasesOf(readManifests(base))
  const kinds = (resources: { kind: string }[]) => [...new Set(resources.map(({ kind }) => kind))].toSorted()
  expect(kinds(foundation)).toEqual(['CronJob', 'Namespace', 'NetworkPolicy', 'ServiceAccount'])
  expect(kinds(jobs)).toEqual(['Job'])
  expect(kinds(functions)).toEqual(['Deployment', 'Service', 'StatefulSet'])
  expect(kinds(sources)).toEqual(['KafkaSink', 'KafkaSource', 'PingSource'])
})

test('reading and writing the output of kustomize does not change it', () => {
  const text =
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: one\n---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: two\n'
  expect(writeResources(readResources(text))).toBe(text)
})

const controllers = 'get deployments,statefulsets -o jsonpath'
const running = { [controllers]: 'eventing-controller=1\nkafka-controller=1\n' }
const notReady = [{ type: 'Ready', status: 'False', message: 'The topic task-commands does not exist.' }]

/** `kubectl wait` and `kubectl rollout status` end like this. */
const timesOut = (part: string) => (step: string) =>
  step.includes(part) ? refuse('kubectl failed: error: timed out waiting for the condition') : undefined

test('a deployment waits until the sources are ready, and gives the reason when one is not', () => {
  const cluster = fakeCluster([], {
    answers: running,
    before(step, now) {
      if (!step.includes('wait kafkasources')) return
      now.resources = now.resources.map(one =>
        one.kind === 'KafkaSource' ? { ...one, status: { conditions: notReady } } : one,
      )
      timesOut(step)(step)
    },
  })
  expect(() => deploy(cluster, [functionOf('task-api', 'delivery'), sourceOf('task-api', 'x')])).toThrow(
    /^The functions run, but their events wait\.\s+KafkaSource task-api is not ready: The topic task-commands does not exist\.$/,
  )
})

test('without the controllers of Eventing a deployment does not wait for sources, and says that events wait', () => {
  const cluster = fakeCluster([])
  deploy(cluster, [functionOf('task-api', 'delivery'), sourceOf('task-api', 'x')])
  expect(cluster.commands.filter(one => one.includes('kafkasources'))).toEqual([])
  expect(cluster.lines).toContainEqual(expect.stringContaining('events wait'))
})

const database: Resource = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'postgres' },
  spec: { selector: { matchLabels: { 'zerodue/data': 'postgres' } } },
}
const job: Resource = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'migrate' } }
const pod = (labels: Record<string, string>, status: object) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'pod-0', labels },
  status,
})
const waiting = (reason: string, message?: string) => ({
  containerStatuses: [{ name: 'main', state: { waiting: { reason, ...(message && { message }) } } }],
})

test.each([
  [
    'an image that does not exist',
    waiting('ImagePullBackOff', 'Back-off pulling image "postgres:0"'),
    'The container main of the pod pod-0 waits: ImagePullBackOff, Back-off pulling image "postgres:0".',
  ],
  [
    'a missing Secret',
    waiting('CreateContainerConfigError', 'secret "postgres-xyz" not found'),
    'The container main of the pod pod-0 waits: CreateContainerConfigError, secret "postgres-xyz" not found.',
  ],
  [
    'a node that has no room',
    {
      conditions: [
        { type: 'PodScheduled', status: 'False', message: '0/1 nodes are available: 1 Insufficient memory.' },
      ],
    },
    'No node takes the pod pod-0: 0/1 nodes are available: 1 Insufficient memory.',
  ],
  [
    'a crash',
    {
      containerStatuses: [
        {
          name: 'main',
          state: { waiting: { reason: 'CrashLoopBackOff' } },
          lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
        },
      ],
    },
    'The container main of the pod pod-0 ended with 137 (OOMKilled). Its log ends with:\nthe last line',
  ],
  [
    'a volume whose Secret is missing',
    waiting('ContainerCreating'),
    'MountVolume.SetUp failed for volume "tls": secret "tls" not found',
  ],
])('a StatefulSet and a job that do not start because of %s give that reason', (_, status, reason) => {
  const answers = {
    logs: 'the last line\n',
    'involvedObject.name=pod-0': 'older\nMountVolume.SetUp failed for volume "tls": secret "tls" not found\n',
  }
  const withDatabase = fakeCluster([pod({ 'zerodue/data': 'postgres' }, status)], {
    answers,
    before: timesOut('rollout status statefulset/postgres'),
  })
  expect(() => deploy(withDatabase, [database])).toThrow(`The StatefulSet postgres does not start. ${reason}`)
  const withJob = fakeCluster([pod({ 'job-name': 'migrate' }, status)], {
    answers,
    before: timesOut('wait job/migrate'),
  })
  expect(() => deploy(withJob, [job])).toThrow(`The job migrate failed, so no function was rolled out. ${reason}`)
})

test('a job that runs too long gives the end of its log', () => {
  const running = pod({ 'job-name': 'migrate' }, { conditions: [{ type: 'Ready', status: 'True' }] })
  const answers = { 'logs job/migrate': 'waits for the database\n' }
  const cluster = fakeCluster([running], { answers, before: timesOut('wait job/migrate') })
  expect(() => deploy(cluster, [job])).toThrow(/Its log ends with:\nwaits for the database$/)
})

test('a StatefulSet without any pod gives the reason why Kubernetes makes none', () => {
  const cluster = fakeCluster([], {
    answers: { 'involvedObject.name=postgres': 'pods "postgres-0" is forbidden: violates PodSecurity\n' },
    before: timesOut('rollout status'),
  })
  expect(() => deploy(cluster, [database])).toThrow('pods "postgres-0" is forbidden: violates PodSecurity')
})

test('a function that does not become ready gives the reason of Knative and of its pod, and no source changes', () => {
  const labels = { 'serving.knative.dev/revision': 'task-api-00001' }
  const cluster = fakeCluster([pod(labels, waiting('CreateContainerConfigError', 'secret "task-api" not found'))], {
    before: timesOut('wait services.serving.knative.dev/task-api'),
  })
  expect(() => deploy(cluster, [functionOf('task-api', 'delivery'), sourceOf('task-api', 'x')])).toThrow(
    /^The new revision of task-api does not become ready: .* secret "task-api" not found\. The sources were not changed\./,
  )
  expect(cluster.resources.map(({ kind }) => kind)).not.toContain('KafkaSource')
})

test('an error of kubectl that is no timeout stays as it is', () => {
  const cluster = fakeCluster([], { before: step => step.includes('rollout') && refuse('The connection was refused.') })
  expect(() => deploy(cluster, [database])).toThrow('The connection was refused.')
})

const scripts = ['deploy-local', 'teardown-local', 'deploy-cloud', 'rollback', 'doctor']
const run = (script: string, args: string[], env: NodeJS.ProcessEnv = {}) =>
  spawnSync(path.join(root, 'scripts', script), args, {
    cwd: newFolder(),
    encoding: 'utf8',
    env: { ...process.env, ...env },
  })

test.each(scripts)('scripts/%s --help prints its usage with --dry-run', script => {
  const { status, stdout } = run(script, ['--help'])
  expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining('--dry-run') })
})

test.each(scripts)('scripts/%s without a cluster ends with one sentence about kubectl', script => {
  const { status, stderr } = run(script, [], { KUBECONFIG: path.join(newFolder(), 'none') })
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/^zerodue: .*kubectl.*\n$/) })
})
