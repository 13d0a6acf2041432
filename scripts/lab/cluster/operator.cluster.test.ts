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

/** Which revision of each function answers. */
async function served(): Promise<Record<string, string | undefined>> {
  const { items } = JSON.parse(await kubectl(['get', 'ksvc', '-o', 'json'])) as {
    items: { metadata: { name: string } }[]
  }
  return Object.fromEntries(items.map(item => [item.metadata.name, servedNow(JSON.stringify(item))]))
}

test('scripts/rollback sends everybody to the revision before, and forward again, and nothing is lost on the way', async () => {
  await deployWith(copy, data, { LOG_LEVEL: 'error' })
  const ana = await signUp(gateway)
  const newest = await served()

  console.log(await script('rollback'))
  await vi.waitFor(async () => {
    const before = await served()
    for (const [name, revision] of Object.entries(newest)) expect(before[name], name).not.toBe(revision)
  }, soon)
  const task = await ana.ask('POST', 'task-api', '/api/tasks', { title: 'Written by the revision before' })

  await script('rollback', '--to=latest')
  await vi.waitFor(async () => expect(await served()).toEqual(newest), soon)
  expect(await ana.open()).toMatchObject([{ id: task.id }])
})

test('scripts/doctor finds nothing wrong but that nobody acts on sources here', async () => {
  const said = await script('doctor')
  console.log(said)
  expect(said).toContain('Nothing is wrong')
})

test('scripts/doctor says in words what somebody took away, and is content when it is back', async () => {
  // Its name ends with a hash of what is in it.
  const named = "jsonpath={..env[?(@.name=='LINK_SECRET')].valueFrom.secretKeyRef.name}"
  const secret = await kubectl(['get', 'ksvc/notifier', '-o', named])
  const taken = ['kafkasource/audit-sink', `secret/${secret}`]
  const kept = await Promise.all(taken.map(one => kubectl(['get', one, '-o', 'yaml'])))
  await kubectl(['delete', ...taken])
  const said = await script('doctor').then(
    () => 'It found nothing.',
    (error: Error) => error.message,
  )
  for (const one of kept) await kubectl(['create', '-f', '-'], withoutIdentity(one))
  console.log(said)
  expect(said).toContain('The KafkaSource audit-sink is not there')
  expect(said).toContain(`The Secret ${secret} is missing`)
  expect(await script('doctor')).toContain('Nothing is wrong')
})

/** What the API server gave it goes: it takes nothing that says which one it was. */
const withoutIdentity = (yaml: string) =>
  yaml.replace(/^ {2}(uid|resourceVersion|creationTimestamp|generation): .*\n/gm, '')
