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

test('what is prepared comes before what needs it, and who brings events comes last', () => {
  const { foundation, jobs, functions, sources } = phasesOf(readManifests(base))
  const kinds = (resources: { kind: string }[]) => [...new Set(resources.map(({ kind }) => kind))].toSorted()
  expect(kinds(foundation)).toEqual(['CronJob', 'Namespace', 'NetworkPolicy'])
  expect(kinds(jobs)).toEqual(['Job'])
  expect(kinds(functions)).toEqual(['Deployment', 'Service', 'StatefulSet'])
  expect(kinds(sources)).toEqual(['KafkaSink', 'KafkaSource', 'PingSource'])
})

test('what kustomize wrote is applied as it was', () => {
  const text =
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: one\n---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: two\n'
  expect(writeResources(readResources(text))).toBe(text)
})

test('secrets are made once: a second run changes none, and whoever is not their owner cannot read them', async () => {
  const folder = path.join(newFolder(), 'secrets')
  const read = () => readdirSync(folder).map(name => readFileSync(path.join(folder, name), 'utf8'))
  makeSecrets(folder, await localFiles(folder), silent, false)
  const first = read()
  makeSecrets(folder, await localFiles(folder), silent, false)

  expect(read()).toEqual(first)
  expect(first.join('')).toMatch(/^task-api=[\w-]{43}$/m)
  for (const name of readdirSync(folder)) expect(statSync(path.join(folder, name)).mode & 0o077).toBe(0)
})

test('a function that is new gets a secret of its own, and the others keep theirs', () => {
  const folder = path.join(newFolder(), 'secrets')
  makeSecrets(folder, { 'delivery.env': { 'task-api': 'as it was' } }, silent, false)
  makeSecrets(folder, deliveryFile(), silent, false)
  const lines = readFileSync(path.join(folder, 'delivery.env'), 'utf8').trim().split('\n')
  expect(lines).toContain('task-api=as it was')
  expect(lines).toHaveLength(functionNames().length)
})

test('without the password that the database has, no other one is made', async () => {
  const folder = path.join(newFolder(), 'secrets')
  makeSecrets(folder, await localFiles(folder), silent, false)
  rmSync(path.join(folder, 'postgres.env'))
  await expect(localFiles(folder)).rejects.toThrow(/lacks postgres\.env/)
})

test('with --dry-run nothing is made', async () => {
  const parent = newFolder()
  const folder = path.join(parent, 'secrets')
  const said: string[] = []
  makeSecrets(folder, await localFiles(folder), what => said.push(what), true)
  expect(readdirSync(parent)).toEqual([])
  expect(said).toContain(`would make: DATABASE_URL, AUTH_SECRET in ${path.join(folder, 'task-api.env')}`)
})

test('rolling back means the newest revision before this one that works', () => {
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

/** A cluster that answers what is written here, and knows nothing else. */
const answering = (answers: Record<string, string>) => ({
  ask: (args: string[]) => Object.entries(answers).find(([part]) => args.join(' ').includes(part))?.[1],
})

test('doctor says in words what the platform lacks', () => {
  const words = platformFindings(answering({})).map(one => one.words)
  expect(words).toContainEqual(expect.stringContaining('Knative Serving is not installed'))
  expect(words).toContainEqual(expect.stringContaining('KafkaSource is not installed'))
  expect(() => complain(platformFindings(answering({})), silent)).toThrow(CannotDeploy)
})

test('doctor says when Knative does not scale to zero, and when nobody acts on sources', () => {
  const words = platformFindings(
    answering({
      'get customresourcedefinition': 'crd',
      'get deployments,statefulsets': 'controller=1\nactivator=1\nautoscaler=\nwebhook=1\n',
      'config-autoscaler': 'false',
      'config-defaults': '60',
    }),
  ).map(one => one.words)
  expect(words).toEqual([
    'autoscaler in knative-serving has no pod that is ready.',
    expect.stringContaining('Knative does not scale to zero'),
    expect.stringMatching(/^Knative cuts requests at 60 s: set max-revision-timeout-seconds to \d+/),
    ...['kafka-controller', 'kafka-source-dispatcher', 'kafka-sink-receiver', 'pingsource-mt-adapter'].map(name =>
      expect.stringContaining(`${name} in knative-eventing is not there. Events that it would bring`),
    ),
  ])
})

test('doctor names each secret that is missing, and each part of one', () => {
  const reminder = JSON.stringify({ data: { DATABASE_URL: 'eA==', CURSOR_SECRET: 'eA==' } })
  const words = secretsBefore(answering({ 'secret reminder-firer': reminder })).map(one => one.words)
  expect(words).toContainEqual(
    expect.stringMatching(/^The Secret task-api is missing, with DATABASE_URL, AUTH_SECRET:/),
  )
  expect(words).toContainEqual(expect.stringMatching(/^The Secret reminder-firer lacks DAPR_API_TOKEN, APP_API_TOKEN:/))
  expect(words.join()).not.toContain('delivery')
})

test('doctor says which function is not deployed, and why one is not ready', () => {
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
  expect(words).toContain('The function notifier is not deployed.')
  expect(words).toContain(`Service task-api is not ready: ${message}`)
  for (const [kind, name] of [
    ['KafkaSource', 'audit-sink'],
    ['PingSource', 'notifier-sweep'],
    ['KafkaSink', 'dead-letters'],
  ])
    expect(words.join('\n')).toContain(`The ${kind} ${name} is not there`)
})

test('of the look from inside only what is wrong is repeated', () => {
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

test.each(scripts)('scripts/%s says what it does, and has --dry-run', script => {
  const { status, stdout } = run(script, ['--help'])
  expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining('--dry-run') })
})

test.each(scripts)('scripts/%s without a cluster is one sentence, and changes nothing', script => {
  const { status, stderr } = run(script, [], { KUBECONFIG: path.join(newFolder(), 'none') })
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/^zerodue: .*kubectl.*\n$/) })
})
