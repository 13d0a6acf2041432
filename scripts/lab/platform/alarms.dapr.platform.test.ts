import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { Hono } from 'hono'
import { expect, onTestFinished, test } from 'vitest'
import type { Alarms, Ring } from '../../../functions/kit/alarms/alarms.ts'
import { daprAlarms } from '../../../functions/kit/alarms/dapr.ts'
import { jobDoor } from '../../../functions/kit/alarms/job-door.ts'
import { freePort } from '../../../functions/kit/http/free-port.ts'
import { close, listen } from '../../../functions/kit/http/serve.ts'
import { createLog } from '../../../functions/kit/log.ts'
import { away, there } from '../../../functions/kit/readiness/part.ts'
import { alarmsContract } from '../../../functions/kit/testing/alarms-contract.ts'
import { temporaryFolder } from '../../../functions/kit/testing/temporary.ts'
import { alarmsByClient } from './by-dapr-client.ts'
import { startAlarmClock, startDapr } from './dapr.ts'

const log = createLog('alarms', 'silent')

/** A real scheduler and daprd for a function at that port, which need not listen yet. */
async function realDapr(appPort: number) {
  const { folder, remove } = temporaryFolder()
  const [token, apiToken] = [randomUUID(), randomUUID()]
  const { dapr, stop } = await startAlarmClock({
    appId: 'reminder-firer',
    appPort,
    folder,
    env: { APP_API_TOKEN: token, DAPR_API_TOKEN: apiToken },
  })
  return { token, apiToken, dapr, close: () => stop().then(remove) }
}

const door = (token: string | undefined, ring: Ring) => new Hono().post('/job/:name', jobDoor({ token, ring, log }))

type Dapr = Awaited<ReturnType<typeof realDapr>>

const ours = ({ dapr, apiToken }: Dapr) => daprAlarms({ endpoint: dapr.endpoint, apiToken })

/** Alarms in a real Dapr, which rings the door of a function. */
const clockworkOf = (alarmsOf: (dapr: Dapr) => Alarms) => async (ring: Ring) => {
  const known: { token?: string } = {}
  const app = new Hono().post('/job/:name', (c, next) => jobDoor({ token: known.token, ring, log })(c, next))
  const server = await listen(app, { port: 0 })
  const dapr = await realDapr((server.address() as AddressInfo).port)
  known.token = dapr.token
  const alarms = alarmsOf(dapr)
  return {
    alarms,
    close: async () => {
      alarms.close()
      await dapr.close()
      await close(server)
    },
  }
}

alarmsContract('Dapr Jobs', clockworkOf(ours))

alarmsContract(
  'Dapr Jobs by the gRPC client in @dapr/dapr, a second implementation',
  clockworkOf(({ dapr, apiToken }) => alarmsByClient(dapr.grpcPort, apiToken)),
)

test('an alarm that is due while its function does not run rings as soon as it runs', async () => {
  const port = await freePort()
  const dapr = await realDapr(port)
  const alarms = ours(dapr)
  const due = Date.now() + 300
  await alarms.set('due-1', new Date(due))
  const rang: string[] = []
  await expect.poll(() => Date.now()).toBeGreaterThan(due + 300)
  const server = await listen(
    door(dapr.token, async name => void rang.push(name)),
    { port },
  )
  await expect.poll(() => rang, { timeout: 60_000 }).toEqual(['due-1'])
  await close(server)
  await dapr.close()
}, 600_000)

test('the alarm clock is away without its daprd, its token or its scheduler, and is there again when they are back', async () => {
  const { folder, remove } = temporaryFolder()
  const apiToken = randomUUID()
  const { dapr, scheduler, stop } = await startAlarmClock({
    appId: 'reminder-firer',
    appPort: await freePort(),
    folder,
    env: { DAPR_API_TOKEN: apiToken },
  })
  onTestFinished(() => stop().then(remove))
  const { ask } = daprAlarms({ endpoint: dapr.endpoint, apiToken })
  const soon = { timeout: 60_000 }
  await expect.poll(() => ask?.(), soon).toEqual(there)
  expect(await daprAlarms({ endpoint: dapr.endpoint, apiToken: 'wrong' }).ask?.()).toEqual(
    away('daprd refuses the token: DAPR_API_TOKEN must be the same on both sides.'),
  )

  await scheduler.kill()
  await expect.poll(() => ask?.(), soon).toEqual(away('The scheduler of daprd does not answer.'))
  await scheduler.restart()
  await expect.poll(() => ask?.(), soon).toEqual(there)

  await dapr.kill()
  expect(await ask?.()).toEqual(away('daprd does not answer (ECONNREFUSED).'))
  await dapr.restart()
  await expect.poll(() => ask?.(), soon).toEqual(there)
})

test('the alarm clock is away when its daprd has no scheduler', async () => {
  const { folder, remove } = temporaryFolder()
  const dapr = await startDapr({ appId: 'reminder-firer', appPort: await freePort(), resources: folder, folder })
  onTestFinished(() => dapr.stop().then(remove))
  expect(await daprAlarms(dapr).ask?.()).toEqual(away('daprd has no scheduler.'))
})
