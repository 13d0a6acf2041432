import path from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { freePort } from '../../../functions/kit/http/free-port.ts'
import { root } from '../../../functions/kit/root.ts'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import { startSystem } from '../../../functions/laptop/testing/start-system.ts'
import { startDapr } from '../platform/dapr.ts'
import { monthly } from './testing/monthly.ts'
import { ownKafka } from './testing/own-kafka.ts'

const soon = { timeout: 60_000, interval: 50 }

test("through Dapr's pub/sub over Kafka, completing a task brings the next occurrence and is in the audit trail", async () => {
  const { brokers } = await ownKafka()
  const DAPR_API_TOKEN = crypto.randomUUID()
  const dapr = await startDapr({
    appId: 'zerodue',
    appPort: await freePort(),
    resources: path.join(root, 'dapr-components'),
    folder: newFolder(),
    env: { KAFKA_BROKERS: brokers, DAPR_API_TOKEN },
  })
  onTestFinished(() => dapr.stop())
  const { ask, open } = await startSystem({
    EVENTS: 'dapr',
    DAPR_HTTP_ENDPOINT: dapr.endpoint,
    DAPR_API_TOKEN,
    KAFKA_BROKERS: brokers,
  })
  const task = await ask('POST', '/api/tasks', monthly('Water the plants'))
  await ask('POST', `/api/tasks/${task.id}/complete`)
  await vi.waitFor(async () => expect(await open()).toMatchObject([{ due: { date: '2030-02-28' } }]), soon)

  const trail = async () =>
    (await ask<{ items: { type: string }[] }>('GET', `/api/audit?taskId=${task.id}`)).items.map(({ type }) => type)
  await vi.waitFor(
    async () => expect(await trail()).toEqual(['zerodue.task.completed.v1', 'zerodue.task.created.v1']),
    soon,
  )
  expect(await ask<{ ok: boolean }>('GET', '/api/audit/verify')).toMatchObject({ ok: true })
}, 180_000)
