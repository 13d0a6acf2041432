import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, inject, test, vi } from 'vitest'
import { root } from '../../../functions/kit/root.ts'
import { build } from '../../build/tools.ts'
import { namespace } from '../../ops/deploy/cluster.ts'
import type { Live } from '../../ops/deploy/live.ts'
import { servedNow } from '../../ops/deploy/revisions.ts'
import { knative } from '../../ops/knative/manifests.ts'
import { type Person, signUp } from './person.ts'
import { untilZero } from './pods.ts'
import { writeTestOverlay } from './test-overlay.ts'

const { gateway, data, copy } = inject('installed')
const soon = { timeout: 120_000, interval: 500 }
const script = (name: string, ...args: string[]) => build(path.join(root, 'scripts', name), args, { cwd: root })
const kubectl = (args: string[], input = '') => build('kubectl', ['-n', namespace, ...args], { cwd: root, input })

const overlayWith = (settings: Record<string, string>) =>
  writeTestOverlay(copy, data, { WEBHOOK_ALLOW: `${data.address}/32`, ...settings })

/** Deploys an overlay and returns the printed lines. */
const deploy = (overlay: string, ...flags: string[]) =>
  build(process.execPath, [path.join(import.meta.dirname, 'deploy-overlay.ts'), overlay, ...flags], { cwd: root })

/** The output of a command that may fail. */
const outputOf = (running: Promise<string>): Promise<string> => running.catch((error: Error) => error.message)

const doctor = () => outputOf(script('doctor'))

/** The problems that doctor finds, without the missing controllers of Eventing: the cluster of the tests may have none. */
function problemsIn(report: string): string[] {
  expect(report).toContain('ok: the database')
  const wrong = report.split('\n').filter(line => line.startsWith('wrong: '))
  return wrong.filter(line => !/ in knative-eventing |its controller has not handled it/.test(line))
}

/** The revision of each function that has the traffic. */
async function served(): Promise<Record<string, string | undefined>> {
  const { items } = JSON.parse(await kubectl(['get', 'ksvc', '-o', 'json'])) as { items: Live[] }
  return Object.fromEntries(items.map(item => [item.metadata.name, servedNow(item)]))
}

test('scripts/rollback sends all traffic to the previous revisions and back, and no task is lost', async () => {
  await deploy(overlayWith({ LOG_LEVEL: 'error' }))
  const ana = await signUp(gateway)
  const newest = await served()

  console.log(await script('rollback'))
  await vi.waitFor(async () => {
    const before = await served()
    for (const [name, revision] of Object.entries(newest)) expect(before[name], name).not.toBe(revision)
  }, soon)
  const task = await ana.ask('POST', 'task-api', '/api/tasks', { title: 'Written by the previous revision' })

  await script('rollback', '--to=latest')
  await vi.waitFor(async () => expect(await served()).toEqual(newest), soon)
  expect(await ana.open()).toMatchObject([{ id: task.id }])
})

test('a deployment after a rollback says that it ends the rollback, and moves the traffic to the newest revision', async () => {
  await deploy(overlayWith({ LOG_LEVEL: 'warn' }))
  await deploy(overlayWith({ LOG_LEVEL: 'error' }))
  const newest = await served()
  await script('rollback', 'task-api', 'notifier')
  await vi.waitFor(async () => expect((await served())['task-api']).not.toBe(newest['task-api']), soon)
  const pinned = (await served())['task-api']
  expect(await doctor()).toContain(`note: task-api is rolled back to ${pinned}.`)

  const printed = await deploy(overlayWith({ LOG_LEVEL: 'error' }))
  console.log(printed)
  expect(printed).toContain(`task-api was rolled back to ${pinned}: this deployment ends that.`)
  expect(await served()).toEqual(newest)
  expect(await doctor()).not.toContain('is rolled back')
})

test('scripts/doctor finds no problem, except missing controllers of Eventing', async () => {
  const report = await doctor()
  console.log(report)
  expect(problemsIn(report)).toEqual([])
})

test('scripts/doctor names a deleted source and a deleted Secret, and finds no problem once they are back', async () => {
  // Its name ends with a hash of its content.
  const named = "jsonpath={..env[?(@.name=='LINK_SECRET')].valueFrom.secretKeyRef.name}"
  const secret = await kubectl(['get', 'ksvc/notifier', '-o', named])
  const deleted = ['kafkasource/audit-sink', `secret/${secret}`]
  const kept = await Promise.all(deleted.map(one => kubectl(['get', one, '-o', 'yaml'])))
  await kubectl(['delete', ...deleted])
  const report = await doctor()
  for (const one of kept) await kubectl(['create', '-f', '-'], withoutIdentity(one))
  console.log(report)
  expect(report).toContain('The KafkaSource audit-sink does not exist')
  expect(report).toContain(`The Secret ${secret} does not exist`)
  expect(problemsIn(await doctor())).toEqual([])
})

/** Without the fields that the API server set: it refuses them in a new resource. */
const withoutIdentity = (yaml: string) =>
  yaml.replace(/^ {2}(uid|resourceVersion|creationTimestamp|generation): .*\n/gm, '')

test('doctor names a source that its function refuses, a rotation waits for it, and a deployment mends it', async () => {
  await deploy(overlayWith({}), '--rotate-delivery')
  const stale = JSON.stringify({ spec: { sink: { uri: '/?delivery=a-credential-of-long-ago' } } })
  await kubectl(['patch', 'kafkasource/recurrence-handler', '--type=merge', `-p=${stale}`])
  const refused = 'KafkaSource recurrence-handler delivers with a credential that recurrence-handler does not accept'
  const report = await doctor()
  expect(report).toContain(refused)
  expect(report).not.toContain('a-credential-of-long-ago')
  expect(await outputOf(deploy(overlayWith({}), '--rotate-delivery'))).toContain(
    'deploy without --rotate-delivery first',
  )

  // The cluster wins: this overlay has other credentials, as another clone has.
  const file = path.join(copy, 'overlays', 'local', 'secrets', 'delivery.env')
  const before = readFileSync(file, 'utf8')
  writeFileSync(file, before.replace(/=.*/g, '=the-credential-of-another-clone-0000'))
  await deploy(overlayWith({}))
  expect(readFileSync(file, 'utf8').split('\n').toSorted()).toEqual(before.split('\n').toSorted())
  expect(problemsIn(await doctor())).toEqual([])
})

/** A series ends after a thousand occurrences. */
const ofOneSeries = 900

/** Completes daily tasks of a person until `ended`, each time after the next occurrence came. Returns their number. */
async function completeUntil(ended: () => boolean, ana: Person): Promise<number> {
  const newSeries = () =>
    ana.ask('POST', 'task-api', '/api/tasks', {
      title: 'Water the plants',
      due: { date: '2030-01-01', zone: 'Asia/Karachi' },
      repeat: { rule: 'FREQ=DAILY' },
    })
  let current = await newSeries()
  let completed = 0
  while (!ended()) {
    if (current.occurrence > ofOneSeries) {
      await ana.ask('DELETE', 'task-api', `/api/tasks/${current.id}`)
      current = await newSeries()
    }
    const { id, seriesId, occurrence } = current
    await ana.ask('POST', 'task-api', `/api/tasks/${id}/complete`)
    completed++
    current = await vi.waitFor(async () => {
      const [next, ...others] = await ana.open()
      expect([next, ...others]).toMatchObject([{ seriesId, occurrence: occurrence + 1 }])
      return next ?? current
    }, soon)
  }
  return completed
}

test('ten rotations of the credentials under traffic lose and double no event', { timeout: 3_600_000 }, async () => {
  const [ana, ben] = [await signUp(gateway), await signUp(gateway)]
  let rotations = 0
  let ended = false
  const rotating = (async () => {
    for (; rotations < 10; rotations++) await deploy(overlayWith({}), '--rotate-delivery')
  })().finally(() => {
    ended = true
  })
  const completing = Promise.all([ana, ben].map(one => completeUntil(() => ended, one)))
  await Promise.all([rotating, completing])
  const counts = await completing
  console.log(`figure: ${rotations} rotations, in which ${counts.join(' and ')} occurrences were completed`)
  expect(rotations).toBe(10)
  for (const one of [ana, ben]) {
    const { ok } = await one.ask<{ ok: boolean }>('GET', 'audit-sink', '/api/audit/verify')
    expect(ok).toBe(true)
  }
  expect(problemsIn(await doctor())).toEqual([])
})

test('a deployment deletes the ConfigMaps that no revision needs any more, and keeps the others', async () => {
  const labelled = async () =>
    (await kubectl(['get', 'secrets,configmaps', '-l', 'zerodue/generated=true', '-o', 'name']))
      .split('\n')
      .filter(Boolean)
  await deploy(overlayWith({ LOG_LEVEL: 'debug' }))
  const [settings = ''] = /settings-\w+/.exec(await kubectl(['get', 'ksvc/task-api', '-o', 'yaml'])) ?? []
  await deploy(overlayWith({}))
  expect(await labelled()).toContain(`configmap/${settings}`)

  const newest = Object.values(await served())
  const revisions = (await kubectl(['get', 'revisions', '-o', 'name'])).split('\n').filter(Boolean)
  await kubectl(['delete', ...revisions.filter(one => !newest.includes(one.split('/')[1]))])
  // A pod of a deleted revision still refers to its ConfigMap.
  await untilZero()
  console.log(await deploy(overlayWith({})))
  const left = await labelled()
  expect(left).not.toContain(`configmap/${settings}`)
  expect(left.filter(one => one.includes('/delivery-'))).toHaveLength(1)
  expect(problemsIn(await doctor())).toEqual([])
})

test('a Deployment whose image does not exist fails the deployment with that reason', async () => {
  const overlay = overlayWith({})
  const file = path.join(overlay, 'kustomization.yaml')
  writeFileSync(file, readFileSync(file, 'utf8').replace(/(dev\.local\/daprd, newTag): \w+/, '$1: missing'))
  const printed = await outputOf(deploy(overlay))
  await deploy(overlayWith({}))
  expect(printed).toMatch(
    /The Deployment daprd-\w+(-\w+)? does not start\. The container \w+ of the pod .* waits: (Err)?Image\w+/,
  )
})

test('a first dry run of deploy-cloud names the placeholders and every missing Secret, and leaves no file', async () => {
  const context = (await build('kubectl', ['config', 'current-context'], { cwd: root })).trim()
  const secrets = path.join(knative, 'overlays', 'cloud', 'secrets')
  const existed = existsSync(secrets)
  const printed = await outputOf(script('deploy-cloud', `--context=${context}`, '--dry-run'))
  console.log(printed)
  expect(printed).toContain('The overlay still has the names ')
  expect(printed).toMatch(/The Secret kafka does not exist\. It needs the keys .*password/)
  expect(printed).toContain('The Secret task-api does not exist')
  expect(existsSync(secrets)).toBe(existed)
})
