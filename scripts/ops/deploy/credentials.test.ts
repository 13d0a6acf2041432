import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { functionNames } from '../../../functions/kit/function-names.ts'
import { CannotDeploy } from './cluster.ts'
import { acceptedBy, credentialsInUse, deliveryFindings } from './delivery.ts'
import { deploy } from './deploy.ts'
import { kinds, type Live, live, sourcesOf } from './live.ts'
import { renderOverlay } from './render-overlay.ts'
import { movesTo } from './rollback-moves.ts'
import { readValues, writeValues } from './secret-files.ts'
import { type FakeCluster, type FakeOptions, fakeCluster, refuse } from './testing/fake-cluster.ts'
import { renderSmall, smallOverlay, sourceOf } from './testing/small-overlay.ts'

/** All controllers of Eventing run, so sources become ready. */
const eventing = { 'get deployments,statefulsets -o jsonpath': 'eventing-controller=1\nkafka-controller=1\n' }

const emptyCluster = (options: FakeOptions = {}) =>
  fakeCluster([], { kustomize: renderSmall, answers: eventing, ...options })

async function deployFrom(cluster: FakeCluster, overlay: string, rotateDelivery = false): Promise<void> {
  deploy(cluster, await renderOverlay(cluster, overlay, { rotateDelivery }))
}

const carried = (cluster: FakeCluster) =>
  new Map(sourcesOf(cluster).map(({ metadata, spec }) => [metadata.name, spec.sink.uri.split('=')[1]]))

/** The functions that would refuse an event of their source at this moment. */
const refusing = (cluster: FakeCluster): string[] =>
  deliveryFindings(cluster)
    .filter(one => one.fatal)
    .map(one => one.words)

test('another clone deploys with the credentials of the cluster, so no source carries one that its function refuses', async () => {
  const cluster = emptyCluster()
  await deployFrom(cluster, smallOverlay())
  const first = credentialsInUse(cluster)
  await deployFrom(cluster, smallOverlay())
  expect(first.size).toBe(functionNames().length)
  expect(credentialsInUse(cluster)).toEqual(first)
  expect(refusing(cluster)).toEqual([])
})

test('a rotation gives each function a new credential, and it accepts the one before until the next rotation', async () => {
  const cluster = emptyCluster()
  const overlay = smallOverlay()
  await deployFrom(cluster, overlay)
  const first = credentialsInUse(cluster)
  await deployFrom(cluster, overlay, true)
  const second = credentialsInUse(cluster)
  for (const name of functionNames()) {
    expect(second.get(name)?.now).toMatch(/^[\w-]{43}$/)
    expect(second.get(name)?.now).not.toBe(first.get(name)?.now)
    expect(second.get(name)?.before).toBe(first.get(name)?.now)
    expect(carried(cluster).get(name)).toBe(second.get(name)?.now)
  }
  await deployFrom(cluster, smallOverlay())
  expect(credentialsInUse(cluster)).toEqual(second)
})

test('rotations that stop at every step, each followed by a deployment, never let a function refuse its source', async () => {
  const seen: string[] = []
  let stepsLeft = Number.POSITIVE_INFINITY
  const cluster = emptyCluster({
    before(step, now) {
      for (const one of refusing(now)) seen.push(`${one} (before ${step})`)
      if (stepsLeft-- <= 0) refuse('The connection was lost.')
    },
  })
  const overlay = smallOverlay()
  await deployFrom(cluster, overlay)
  let stopped = 0
  for (let done = false; !done; ) {
    stepsLeft = stopped
    done = await deployFrom(cluster, overlay, true).then(
      () => true,
      error => {
        expect(error).toEqual(new CannotDeploy('The connection was lost.'))
        return false
      },
    )
    if (!done) stopped++
    stepsLeft = Number.POSITIVE_INFINITY
    await deployFrom(cluster, smallOverlay())
  }
  expect(stopped).toBeGreaterThan(2 * functionNames().length)
  expect(seen).toEqual([])
  expect(refusing(cluster)).toEqual([])
})

test('a rotation that stopped before the functions is forgotten: the cluster wins over the file', async () => {
  const cluster = emptyCluster()
  const overlay = smallOverlay()
  await deployFrom(cluster, overlay)
  const first = credentialsInUse(cluster)
  await renderOverlay(cluster, overlay, { rotateDelivery: true })
  await deployFrom(cluster, overlay)
  expect(credentialsInUse(cluster)).toEqual(first)
  expect(Object.keys(readValues(path.join(overlay, 'secrets', 'delivery.env')))).toEqual(functionNames())
})

test('a rotation is refused while a source carries another credential than the current one', async () => {
  const cluster = emptyCluster()
  const overlay = smallOverlay()
  await deployFrom(cluster, overlay)
  const stale = sourceOf('task-api', 'a-credential-of-long-ago')
  cluster.resources = cluster.resources.map(one =>
    one.kind === 'KafkaSource' && one.metadata.name === 'task-api' ? { ...one, spec: stale.spec } : one,
  )
  const before = [...cluster.commands]
  await expect(deployFrom(cluster, overlay, true)).rejects.toThrow(
    'KafkaSource task-api does not carry the current credential of task-api, because an earlier deployment did not finish: deploy without --rotate-delivery first.',
  )
  expect(cluster.commands).toEqual(before)
  await deployFrom(cluster, overlay)
  await deployFrom(cluster, overlay, true)
})

test('a rotation is refused while a source is not ready, because it may deliver with an older credential', async () => {
  const cluster = emptyCluster()
  const overlay = smallOverlay()
  await deployFrom(cluster, overlay)
  cluster.resources = cluster.resources.map(one =>
    one.kind === 'KafkaSource' && one.metadata.name === 'notifier'
      ? { ...one, status: { conditions: [{ type: 'Ready', status: 'Unknown', message: 'Binding.' }] } }
      : one,
  )
  await expect(deployFrom(cluster, overlay, true)).rejects.toThrow(/KafkaSource notifier is not ready.*Binding\./)
})

test('a credential that an address cannot hold is refused, and a rotation replaces it', async () => {
  const cluster = emptyCluster()
  const overlay = smallOverlay()
  await deployFrom(cluster, overlay)
  const file = path.join(overlay, 'secrets', 'delivery.env')
  const values = { ...readValues(file), 'sync-relay': 'base64+with/signs==&more' }
  writeValues(file, values)
  cluster.resources = []
  await expect(deployFrom(cluster, overlay)).rejects.toThrow(/credential of sync-relay .* --rotate-delivery/)
})

test('doctor names a source whose credential its function refuses, and does not print the credential', async () => {
  const cluster = emptyCluster()
  await deployFrom(cluster, smallOverlay())
  const secret = 'the-credential-that-nobody-may-read'
  cluster.resources = cluster.resources.map(one =>
    one.kind === 'KafkaSource' && one.metadata.name === 'audit-sink' ? { ...sourceOf('audit-sink', secret) } : one,
  )
  const findings = deliveryFindings(cluster)
  expect(findings).toEqual([
    {
      fatal: true,
      words:
        'KafkaSource audit-sink delivers with a credential that audit-sink does not accept, so its events wait: deploy again.',
    },
  ])
  expect(JSON.stringify(findings)).not.toContain(secret)
})

test('a source with an audience sends a token of its own, so it needs no credential', async () => {
  const cluster = emptyCluster()
  const overlay = smallOverlay()
  await deployFrom(cluster, overlay)
  const withAudience = (one: Live) => ({ ...one, spec: { sink: { ref: one.spec.sink.ref, audience: 'zerodue' } } })
  cluster.resources = cluster.resources.map(one => (one.kind === 'KafkaSource' ? withAudience(one) : one))
  expect(deliveryFindings(cluster)).toEqual([])
  await renderOverlay(cluster, overlay, { rotateDelivery: true })
})

test('doctor notes a source that still carries the credential before the last rotation', async () => {
  const cluster = emptyCluster({
    before: (command, now) => {
      if (command === 'apply -f -' && now.commands.length > 10 && now.lines.at(-1)?.includes('the sources'))
        refuse('Stopped.')
    },
  })
  const overlay = smallOverlay()
  await deployFrom(cluster, overlay)
  await expect(deployFrom(cluster, overlay, true)).rejects.toThrow('Stopped.')
  const findings = deliveryFindings(cluster)
  expect(findings).toHaveLength(functionNames().length)
  for (const one of findings)
    expect(one).toEqual({
      fatal: false,
      words: expect.stringMatching(
        /^KafkaSource [\w-]+ still delivers with the credential before the last rotation: deploy again\.$/,
      ),
    })
})

test('a rollback to a revision from before a rotation is refused, because it would refuse the events of its sources', async () => {
  const cluster = emptyCluster()
  const overlay = smallOverlay()
  await deployFrom(cluster, overlay)
  await deployFrom(cluster, overlay, true)
  expect(live(cluster, kinds.revisions).flatMap(one => acceptedBy(cluster, one) ?? [])).toHaveLength(
    2 * functionNames().length,
  )
  expect(() => movesTo(cluster, ['task-api'])).toThrow(/task-api-00001 would refuse the events of KafkaSource task-api/)
})

test('a dry run of a rotation changes neither the cluster nor a file', async () => {
  const cluster = emptyCluster()
  const overlay = smallOverlay()
  await deployFrom(cluster, overlay)
  const file = path.join(overlay, 'secrets', 'delivery.env')
  const [text, commands] = [readFileSync(file, 'utf8'), cluster.commands.length]
  cluster.dryRun = true
  await deployFrom(cluster, overlay, true)
  expect(readFileSync(file, 'utf8')).toBe(text)
  expect(cluster.commands).toHaveLength(commands)
  expect(cluster.lines.join('\n')).toMatch(/would write: .*task-api\.before in /)
  expect(cluster.lines.join('\n')).toContain(` in ${file}`)
})
