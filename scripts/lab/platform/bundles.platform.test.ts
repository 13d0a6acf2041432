import { cpSync, globSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { taskCompleted } from '../../../functions/domain/events/task-events.ts'
import { functionNames } from '../../../functions/kit/function-names.ts'
import { temporaryFolder } from '../../../functions/kit/testing/temporary.ts'
import { buildDist } from '../../build/build-dist.ts'
import { eventHeaders } from './held-request.ts'
import { startBundle, untilHealthy } from './running-bundle.ts'

const { folder, remove } = temporaryFolder()
const dist = path.join(folder, 'dist')
beforeAll(() => buildDist(dist))
afterAll(remove)

const event = (address: string, headers: object, body: object = {}) =>
  fetch(address, { method: 'POST', headers: { ...headers }, body: JSON.stringify(body) })

/** audit-sink keeps every event and needs its database for that; the other functions ignore this event. */
const statusOfUnknown = (name: string) => (name === 'audit-sink' ? 503 : 204)

async function started(name: string, where = dist, nodeOptions: string[] = []) {
  const bundle = await startBundle(where, name, {}, nodeOptions)
  onTestFinished(async () => void (await bundle.end('SIGKILL')))
  await untilHealthy(bundle)
  return bundle
}

test.each(functionNames())('%s starts without a network, reads only its bundle and writes no file', async name => {
  const bundle = await started(name, dist, ['--permission', `--allow-fs-read=${dist}`])
  expect((await event(bundle.address, eventHeaders('one'))).status).toBe(statusOfUnknown(name))
  expect((await fetch(`${bundle.address}/health`)).status).toBe(200)
  expect(await bundle.end()).toBe(0)
  expect(bundle.errors()).toBe('')
})

test.each(functionNames())('%s loads the Kafka client only when it publishes', async name => {
  const without = path.join(folder, `${name}-without-kafka`)
  cpSync(dist, without, { recursive: true })
  const removed = globSync('*/lazy/kafkajs-*', { cwd: without })
  for (const file of removed) rmSync(path.join(without, file))
  expect(removed).not.toEqual([])

  const bundle = await started(name, without)
  expect((await event(bundle.address, eventHeaders('one'))).status).toBe(statusOfUnknown(name))
  if (name !== 'recurrence-handler') return
  // For this event it publishes a command, so it needs the removed client.
  const { type, example } = taskCompleted
  const headers = { ...eventHeaders('two', type), 'ce-userid': 'ana', 'ce-subject': example.task.id }
  expect((await event(bundle.address, headers, example)).status).toBe(503)
})
