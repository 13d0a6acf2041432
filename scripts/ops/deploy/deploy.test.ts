import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { functionNames } from '../../../functions/kit/function-names.ts'
import { root } from '../../../functions/kit/root.ts'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import { base, readManifests } from '../knative/manifests.ts'
import { CannotDeploy } from './cluster.ts'
import { linesOf } from './doctor-lines.ts'
import { complain, platformFindings, secretsBefore } from './findings.ts'
import { deliveryFile, localFiles, makeSecrets } from './local-secrets.ts'
import { phasesOf, readResources, writeResources } from './rendered.ts'
import { previousRevision } from './revisions.ts'
import { runningFindings } from './running.ts'

const silent = () => {}

test('a deployment applies jobs before functions, and the sources last', () => {
  const { foundation, jobs, functions, sources } = phasesOf(readManifests(base))
  const kinds = (resources: { kind: string }[]) => [...new Set(resources.map(({ kind }) => kind))].toSorted()
  expect(kinds(foundation)).toEqual(['CronJob', 'Namespace', 'NetworkPolicy'])
  expect(kinds(jobs)).toEqual(['Job'])
  expect(kinds(functions)).toEqual(['Deployment', 'Service', 'StatefulSet'])
  expect(kinds(sources)).toEqual(['KafkaSink', 'KafkaSource', 'PingSource'])
})

test('reading and writing the output of kustomize does not change it', () => {
  const text =
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: one\n---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: two\n'
  expect(writeResources(readResources(text))).toBe(text)
})

test('a second run changes no secret, and only their owner can read the files', async () => {
  const folder = path.join(newFolder(), 'secrets')
  const read = () => readdirSync(folder).map(name => readFileSync(path.join(folder, name), 'utf8'))
  makeSecrets(folder, await localFiles(folder), silent, false)
  const first = read()
  makeSecrets(folder, await localFiles(folder), silent, false)

  expect(read()).toEqual(first)
  expect(first.join('')).toMatch(/^task-api=[\w-]{43}$/m)
  for (const name of readdirSync(folder)) expect(statSync(path.join(folder, name)).mode & 0o077).toBe(0)
})

test('a new function gets its own credential, and the others keep theirs', () => {
  const folder = path.join(newFolder(), 'secrets')
  makeSecrets(folder, { 'delivery.env': { 'task-api': 'unchanged' } }, silent, false)
  makeSecrets(folder, deliveryFile(), silent, false)
  const lines = readFileSync(path.join(folder, 'delivery.env'), 'utf8').trim().split('\n')
  expect(lines).toContain('task-api=unchanged')
  expect(lines).toHaveLength(functionNames().length)
})

test('a deployment refuses to replace a lost password of the database', async () => {
  const folder = path.join(newFolder(), 'secrets')
  makeSecrets(folder, await localFiles(folder), silent, false)
  rmSync(path.join(folder, 'postgres.env'))
  await expect(localFiles(folder)).rejects.toThrow(/lacks postgres\.env/)
})

test('with --dry-run no secret is written', async () => {
  const parent = newFolder()
  const folder = path.join(parent, 'secrets')
  const lines: string[] = []
  makeSecrets(folder, await localFiles(folder), line => lines.push(line), true)
  expect(readdirSync(parent)).toEqual([])
  expect(lines).toContain(`would create: DATABASE_URL, AUTH_SECRET in ${path.join(folder, 'task-api.env')}`)
})

test('rollback goes to the newest ready revision before the current one', () => {
  const revisions = [
    { name: 'task-api-00001', generation: 1, ready: true },
    { name: 'task-api-00002', generation: 2, ready: true },
    { name: 'task-api-00003', generation: 3, ready: false },
    { name: 'task-api-00010', generation: 10, ready: true },
  ]
  expect(previousRevision(revisions, 'task-api-00010')).toBe('task-api-00002')
  expect(previousRevision(revisions, 'task-api-00002')).toBe('task-api-00001')
  expect(previousRevision(revisions, 'task-api-00001')).toBeUndefined()
})

/** A cluster that gives these answers, and none to other questions. */
const answering = (answers: Record<string, string>) => ({
  ask: (args: string[]) => Object.entries(answers).find(([part]) => args.join(' ').includes(part))?.[1],
})

test('doctor names every part of Knative that is not installed', () => {
  const words = platformFindings(answering({})).map(one => one.words)
  expect(words).toContainEqual(expect.stringContaining('Knative Serving is not installed'))
  expect(words).toContainEqual(expect.stringContaining('KafkaSource is not installed'))
  expect(() => complain(platformFindings(answering({})), silent)).toThrow(CannotDeploy)
})

test('doctor reports that Knative does not scale to zero, and that the controllers of sources are missing', () => {
  const words = platformFindings(
    answering({
      'get customresourcedefinition': 'crd',
      'get deployments,statefulsets': 'controller=1\nactivator=1\nautoscaler=\nwebhook=1\n',
      'config-autoscaler': 'false',
      'config-defaults': '60',
    }),
  ).map(one => one.words)
  expect(words).toEqual([
    'autoscaler in knative-serving has no ready pod.',
    expect.stringContaining('Knative does not scale to zero'),
    expect.stringMatching(/^Knative ends requests after 60 s: set max-revision-timeout-seconds to \d+/),
    ...['kafka-controller', 'kafka-source-dispatcher', 'kafka-sink-receiver', 'pingsource-mt-adapter'].map(name =>
      expect.stringContaining(`${name} in knative-eventing is not installed. It delivers no events`),
    ),
  ])
})

test('doctor names each missing Secret, and each missing key of one', () => {
  const reminder = JSON.stringify({ data: { DATABASE_URL: 'eA==', CURSOR_SECRET: 'eA==' } })
  const words = secretsBefore(answering({ 'secret reminder-firer': reminder })).map(one => one.words)
  expect(words).toContainEqual(
    expect.stringMatching(/^The Secret task-api does not exist. It needs the keys DATABASE_URL, AUTH_SECRET:/),
  )
  expect(words).toContainEqual(
    expect.stringMatching(/^The Secret reminder-firer lacks the keys DAPR_API_TOKEN, APP_API_TOKEN:/),
  )
  expect(words.join()).not.toContain('delivery')
})

test('doctor names the functions and sources that are not deployed, and gives the reason when one is not ready', () => {
  const message = 'Revision "task-api-00002" failed with message: 0/1 nodes are available.'
  const items = [
    {
      kind: 'Service',
      metadata: { name: 'task-api' },
      status: { conditions: [{ type: 'Ready', status: 'False', message }] },
    },
  ]
  const words = runningFindings(answering({ 'get services.serving': JSON.stringify({ items }) }), functionNames()).map(
    one => one.words,
  )
  expect(words).toContain('The function notifier is not deployed: deploy again.')
  expect(words).toContain(`Service task-api is not ready: ${message}`)
  for (const [kind, name] of [
    ['KafkaSource', 'audit-sink'],
    ['PingSource', 'notifier-sweep'],
    ['KafkaSink', 'dead-letters'],
  ])
    expect(words.join('\n')).toContain(`The ${kind} ${name} does not exist`)
})

test('doctor reports the wrong lines of the job check only', () => {
  expect(linesOf('ok: the database\nwrong: Kafka at a:9092 lacks reminders.\n')).toEqual([
    { fatal: true, words: 'Kafka at a:9092 lacks reminders.' },
  ])
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
