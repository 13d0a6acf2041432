import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '../../../functions/kit/http/free-port.ts'
import { root } from '../../../functions/kit/root.ts'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import { startDapr, startScheduler } from '../../lab/platform/dapr.ts'
import { checkDapr } from './checks.ts'

const apiToken = randomUUID()

async function daprd(scheduler?: string) {
  const folder = newFolder()
  const dapr = await startDapr({
    appId: 'reminder-firer',
    appPort: await freePort(),
    resources: path.join(root, 'dapr-components', 'secrets', 'file'),
    folder,
    env: { DAPR_API_TOKEN: apiToken, ZERODUE_SECRETS_FILE: path.join(root, 'package.json') },
    ...(scheduler && { scheduler }),
  })
  onTestFinished(dapr.stop)
  return dapr
}

test('doctor names the version of a daprd, its scheduler and its components', async () => {
  const scheduler = await startScheduler({ folder: newFolder() })
  onTestFinished(scheduler.stop)
  const { endpoint } = await daprd(scheduler.address)
  await expect
    .poll(() => checkDapr({ endpoint, apiToken }, ['zerodue-secrets']), { timeout: 30_000 })
    .toEqual([
      `ok: daprd reminder-firer (1.18.2) at ${endpoint} has the scheduler ${scheduler.address} and zerodue-secrets (secretstores.local.file)`,
    ])
})

test('doctor reports a daprd without a scheduler, without a component, with another token, or that does not run', async () => {
  const { endpoint, stop } = await daprd()
  const where = `daprd reminder-firer (1.18.2) at ${endpoint}`
  expect(await checkDapr({ endpoint, apiToken }, ['zerodue-events'])).toEqual([
    `wrong: ${where} has no scheduler, so only sweeps wake its function: check that the pod dapr-scheduler runs.`,
    `wrong: ${where} has no component zerodue-events: dapr-components/README.md says how to add it.`,
  ])
  expect(await checkDapr({ endpoint, apiToken: 'wrong' })).toEqual([
    expect.stringMatching(/^wrong: daprd at \S+ refuses the token: /),
  ])
  await stop()
  expect(await checkDapr({ endpoint, apiToken })).toEqual([
    expect.stringMatching(/^wrong: daprd at \S+ does not answer: connect ECONNREFUSED /),
  ])
})

test('of several checks of daprds at the same time, none closes the connections of another', async () => {
  const { endpoint } = await daprd()
  const checks = await Promise.all(Array.from({ length: 20 }, () => checkDapr({ endpoint, apiToken })))
  expect(new Set(checks.flat()).size, checks.join('\n')).toBe(1)
})
