import path from 'node:path'
import { expect, inject, test, vi } from 'vitest'
import { root } from '../../../functions/kit/root.ts'
import { build } from '../../build/tools.ts'
import { namespace } from '../../ops/deploy/deploy.ts'
import { servedNow } from '../../ops/deploy/revisions.ts'
import { deployWith } from './installation.ts'
import { signUp } from './person.ts'

const { gateway, data, copy } = inject('installed')
const soon = { timeout: 120_000, interval: 500 }
const script = (name: string, ...args: string[]) => build(path.join(root, 'scripts', name), args, { cwd: root })
const kubectl = (args: string[], input = '') => build('kubectl', ['-n', namespace, ...args], { cwd: root, input })

/** The revision of each function that has the traffic. */
async function served(): Promise<Record<string, string | undefined>> {
  const { items } = JSON.parse(await kubectl(['get', 'ksvc', '-o', 'json'])) as {
    items: { metadata: { name: string } }[]
  }
  return Object.fromEntries(items.map(item => [item.metadata.name, servedNow(JSON.stringify(item))]))
}

test('scripts/rollback sends all traffic to the previous revisions and back, and no task is lost', async () => {
  await deployWith(copy, data, { LOG_LEVEL: 'error' })
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

test('scripts/doctor finds no problem: the missing controllers of sources are only notes', async () => {
  const report = await script('doctor')
  console.log(report)
  expect(report).toContain('No problem found')
})

test('scripts/doctor names a deleted source and a deleted Secret, and finds no problem once they are back', async () => {
  // Its name ends with a hash of its content.
  const named = "jsonpath={..env[?(@.name=='LINK_SECRET')].valueFrom.secretKeyRef.name}"
  const secret = await kubectl(['get', 'ksvc/notifier', '-o', named])
  const deleted = ['kafkasource/audit-sink', `secret/${secret}`]
  const kept = await Promise.all(deleted.map(one => kubectl(['get', one, '-o', 'yaml'])))
  await kubectl(['delete', ...deleted])
  const report = await script('doctor').then(
    () => 'doctor found no problem.',
    (error: Error) => error.message,
  )
  for (const one of kept) await kubectl(['create', '-f', '-'], withoutIdentity(one))
  console.log(report)
  expect(report).toContain('The KafkaSource audit-sink does not exist')
  expect(report).toContain(`The Secret ${secret} does not exist`)
  expect(await script('doctor')).toContain('No problem found')
})

/** Without the fields that the API server set: it refuses them in a new resource. */
const withoutIdentity = (yaml: string) =>
  yaml.replace(/^ {2}(uid|resourceVersion|creationTimestamp|generation): .*\n/gm, '')
