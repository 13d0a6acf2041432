import { expect, test } from 'vitest'
import { base, readManifests } from '../knative/manifests.ts'
import { deploy } from './deploy.ts'
import { kinds, live } from './live.ts'
import { functionsIn } from './rendered.ts'
import { previousRevision, servedNow } from './revisions.ts'
import { movesTo } from './rollback-moves.ts'
import { runningFindings } from './running.ts'
import { type FakeCluster, fakeCluster, refuse } from './testing/fake-cluster.ts'
import { functionOf } from './testing/small-overlay.ts'

const taskApi = (image: string) => functionOf('task-api', 'delivery', image)
const pinned = (image: string, revisionName: string) =>
  functionOf('task-api', 'delivery', image, [{ revisionName, percent: 100 }])
const served = (cluster: FakeCluster) => live(cluster, kinds.functions).map(servedNow)

/** task-api has two revisions, and an operator rolled it back to the first. */
function rolledBack(options: Parameters<typeof fakeCluster>[1] = {}): FakeCluster {
  const cluster = fakeCluster([], options)
  for (const one of [taskApi('zerodue:1'), taskApi('zerodue:2'), pinned('zerodue:2', 'task-api-00001')])
    deploy(cluster, [one])
  expect(served(cluster)).toEqual(['task-api-00001'])
  cluster.lines.length = 0
  return cluster
}

test('every function follows its newest revision, so that a deployment ends a rollback', () => {
  for (const { metadata, spec } of functionsIn(readManifests(base)))
    expect(spec.traffic, metadata.name).toEqual([{ latestRevision: true, percent: 100 }])
})

test('a deployment after a rollback says that it ends the rollback, and moves the traffic', () => {
  const cluster = rolledBack()
  deploy(cluster, [taskApi('zerodue:3')])
  expect(served(cluster)).toEqual(['task-api-00003'])
  expect(cluster.lines).toContainEqual(
    expect.stringContaining('task-api was rolled back to task-api-00001: this deployment ends that.'),
  )
})

test('a deployment that changes nothing else ends a rollback too, and the next one does not speak of it', () => {
  const cluster = rolledBack()
  deploy(cluster, [taskApi('zerodue:2')])
  expect(served(cluster)).toEqual(['task-api-00002'])
  cluster.lines.length = 0
  deploy(cluster, [taskApi('zerodue:2')])
  expect(cluster.lines.join('\n')).not.toContain('rolled back')
})

test('the revision that an operator left gets no traffic again when the new one does not start', () => {
  const cluster = rolledBack({
    before: step => step.includes('ConfigurationsReady') && refuse('error: timed out waiting for the condition'),
  })
  expect(() => deploy(cluster, [taskApi('zerodue:3')])).toThrow(
    /does not become ready.* task-api-00001 still answers\./,
  )
  expect(served(cluster)).toEqual(['task-api-00001'])
})

test('an overlay that pins the traffic itself keeps it pinned', () => {
  const cluster = rolledBack()
  deploy(cluster, [pinned('zerodue:3', 'task-api-00001')])
  expect(served(cluster)).toEqual(['task-api-00001'])
  expect(cluster.lines.join('\n')).not.toContain('rolled back')
})

test('a deployment fails when the traffic does not reach the newest revision', () => {
  const cluster = fakeCluster([])
  deploy(cluster, [taskApi('zerodue:1')])
  const change = cluster.change
  cluster.change = (args, input) => {
    change(args, input)
    cluster.resources = cluster.resources.map(one =>
      one.kind === 'Service'
        ? { ...one, status: { ...one.status, traffic: [{ revisionName: 'task-api-00001', percent: 100 }] } }
        : one,
    )
  }
  expect(() => deploy(cluster, [taskApi('zerodue:2')])).toThrow(
    'The traffic of task-api goes to task-api-00001, not to its newest revision task-api-00002.',
  )
})

test('doctor notes a function that is rolled back, and how that ends', () => {
  expect(runningFindings(rolledBack(), []).filter(one => !one.fatal)).toEqual([
    {
      fatal: false,
      words:
        'task-api is rolled back to task-api-00001. The next deployment ends that; scripts/rollback task-api --to=latest ends it now.',
    },
  ])
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

test('a rollback names the revisions of each function, and refuses one that does not exist', () => {
  const cluster = fakeCluster([])
  deploy(cluster, [taskApi('zerodue:1')])
  deploy(cluster, [taskApi('zerodue:2')])
  expect(movesTo(cluster, ['task-api'])).toEqual([{ name: 'task-api', now: 'task-api-00002', to: 'task-api-00001' }])
  expect(movesTo(cluster, ['task-api'], 'latest')).toEqual([{ name: 'task-api', now: 'task-api-00002' }])
  expect(() => movesTo(cluster, ['task-api'], 'task-api-00009')).toThrow('task-api has no revision task-api-00009')
  expect(() => movesTo(cluster, ['notifier'])).toThrow('The function notifier is not deployed: nothing was changed.')
})
