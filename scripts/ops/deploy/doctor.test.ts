import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { functionNames } from '../../../functions/kit/function-names.ts'
import { root } from '../../../functions/kit/root.ts'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import { CannotDeploy } from './cluster.ts'
import { linesOf } from './doctor-lines.ts'
import { complain } from './findings.ts'
import { kinds, type Live } from './live.ts'
import { platformBeforeDeployment, platformFindings } from './platform-findings.ts'
import { runningFindings } from './running.ts'
import { fakeCluster } from './testing/fake-cluster.ts'
import { functionOf, sourceOf } from './testing/small-overlay.ts'

/** A cluster that gives these answers, and none to other questions. */
const answering = (answers: Record<string, string>) => ({
  ask: (args: string[]) => Object.entries(answers).find(([part]) => args.join(' ').includes(part))?.[1],
})

test('doctor names every part of Knative that is not installed', () => {
  const words = platformFindings(answering({})).map(one => one.words)
  expect(words).toContainEqual(expect.stringContaining('Knative Serving is not installed'))
  expect(words).toContainEqual(expect.stringContaining('KafkaSource is not installed'))
  expect(() => complain(platformFindings(answering({})), () => {})).toThrow(CannotDeploy)
})

const eventing = [
  'eventing-controller',
  'kafka-controller',
  'kafka-source-dispatcher',
  'kafka-sink-receiver',
  'pingsource-mt-adapter',
]
const servingRuns = 'controller=1\nactivator=1\nautoscaler=1\nwebhook=1\n'
const crds = { 'get customresourcedefinition': 'crd' }

test('doctor reports that Knative does not scale to zero, and that the controllers of sources are missing', () => {
  const words = platformFindings(
    answering({
      ...crds,
      'get deployments,statefulsets': 'controller=1\nactivator=1\nautoscaler=\nwebhook=1\n',
      'config-autoscaler': 'false',
      'config-defaults': '60',
    }),
  ).map(one => one.words)
  expect(words).toEqual([
    'autoscaler in knative-serving has no ready pod.',
    expect.stringContaining('Knative does not scale to zero'),
    expect.stringMatching(/^Knative ends requests after 60 s: set max-revision-timeout-seconds to \d+/),
    ...eventing.map(name => `${name} in knative-eventing is not installed. Until it runs, events wait.`),
  ])
})

test('a missing or unready controller of Eventing is a problem for doctor and a note for a deployment', () => {
  const cluster = answering({
    ...crds,
    'get deployments,statefulsets': `${servingRuns}${eventing.map(name => `${name}=${name === 'kafka-controller' ? '' : 1}\n`).join('')}`,
  })
  const words = 'kafka-controller in knative-eventing has no ready pod. Until it runs, events wait.'
  expect(platformFindings(cluster)).toEqual([{ fatal: true, words }])
  expect(platformBeforeDeployment(cluster)).toEqual([{ fatal: false, words }])
})

test('the dispatcher and the adapter may be at zero until the first source of their kind exists', () => {
  const counts = `${servingRuns}eventing-controller=1\nkafka-controller=1\nkafka-sink-receiver=1\nkafka-source-dispatcher=0\npingsource-mt-adapter=0\n`
  const atZero = { ...crds, 'get deployments,statefulsets': counts }
  expect(platformFindings(answering(atZero))).toEqual([])
  const sources = { [`get ${kinds.kafkaSources}`]: 'one', [`get ${kinds.pingSources}`]: 'one' }
  expect(platformFindings(answering({ ...atZero, ...sources })).map(one => one.words)).toEqual([
    expect.stringContaining('kafka-source-dispatcher in knative-eventing has no ready pod'),
    expect.stringContaining('pingsource-mt-adapter in knative-eventing has no ready pod'),
  ])
})

const unready = (one: Live, message: string): Live => ({
  ...one,
  status: { conditions: [{ type: 'Ready', status: 'False', message }] },
})

test('doctor names the functions and sources that are not deployed, and gives the reason when one is not ready', () => {
  const message = 'Revision "task-api-00002" failed with message: 0/1 nodes are available.'
  const cluster = fakeCluster([unready(functionOf('task-api', 'delivery'), message)])
  const words = runningFindings(cluster, functionNames()).map(one => one.words)
  expect(words).toContain('The function notifier is not deployed: deploy again.')
  expect(words).toContain(`Service task-api is not ready: ${message}`)
  for (const [kind, name] of [
    ['KafkaSource', 'audit-sink'],
    ['PingSource', 'notifier-sweep'],
    ['KafkaSink', 'dead-letters'],
  ])
    expect(words.join('\n')).toContain(`The ${kind} ${name} does not exist`)
})

test('a source that is not ready, or that no controller handled, is a problem for doctor', () => {
  const cluster = fakeCluster([
    unready(sourceOf('task-api', 'x'), 'The topic does not exist.'),
    sourceOf('notifier', 'x'),
  ])
  const findings = runningFindings(cluster, [])
  expect(findings).toContainEqual({
    fatal: true,
    words: 'KafkaSource task-api is not ready: The topic does not exist.',
  })
  expect(findings).toContainEqual({
    fatal: true,
    words:
      'KafkaSource notifier is not ready: its controller has not handled it: check that the controller of KafkaSource runs.',
  })
})

test('a StatefulSet or Deployment that does not run is a problem for doctor, with the reason of its pods', () => {
  const labels = { 'zerodue/dapr': 'scheduler' }
  const waiting = { reason: 'ImagePullBackOff', message: 'Back-off pulling image' }
  const status: object = { containerStatuses: [{ name: 'scheduler', state: { waiting } }] }
  const pod: Live = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'dapr-scheduler-0', labels },
    status,
  }
  const workload = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'dapr-scheduler' } }
  const spec = { replicas: 1, selector: { matchLabels: labels } }
  const words = runningFindings(fakeCluster([{ ...workload, spec, status: {} }, pod]), []).map(one => one.words)
  expect(words).toContain(
    'StatefulSet dapr-scheduler is not ready. The container scheduler of the pod dapr-scheduler-0 waits: ImagePullBackOff, Back-off pulling image.',
  )
  const started = fakeCluster([{ ...workload, spec, status: { readyReplicas: 1 } }, pod])
  expect(
    runningFindings(started, [])
      .map(one => one.words)
      .join(),
  ).not.toContain('dapr-scheduler')
})

test('doctor reports the wrong lines of the job check as problems and its notes as notes', () => {
  const log =
    'ok: the database\nwrong: Kafka at a:9092 lacks reminders.\nnote: notifier: the mail server is not set up.\n'
  expect(linesOf(log)).toEqual([
    { fatal: true, words: 'Kafka at a:9092 lacks reminders.' },
    { fatal: false, words: 'notifier: the mail server is not set up.' },
  ])
})

test('scripts/doctor goes through all its checks in a cluster that has nothing but the namespace', () => {
  const folder = newFolder()
  writeFileSync(path.join(folder, 'kubectl'), `#!/bin/sh\necho '{"items":[]}'\n`, { mode: 0o755 })
  const PATH = `${folder}${path.delimiter}${process.env.PATH}`
  const doctor = path.join(root, 'scripts', 'doctor')
  const { status, stdout, stderr } = spawnSync(doctor, { encoding: 'utf8', env: { ...process.env, PATH } })
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
  for (const name of functionNames()) expect(stdout).toContain(`wrong: The function ${name} is not deployed`)
  expect(stdout).toMatch(/^Problems: \d+, notes: \d+\.$/m)
})
