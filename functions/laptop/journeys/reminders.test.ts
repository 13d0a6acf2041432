import { expect, test, vi } from 'vitest'
import { started } from '../testing/started.ts'
import { postmasterPid, run, signalGroup } from '../testing/zerodue.ts'

// These start the whole system, as `npm start` does, and use it by HTTP alone, on the real clock.
vi.setConfig({ testTimeout: 120_000 })
const soon = { timeout: 30_000, interval: 20 }

interface Listed {
  title: string
  state: string
  at: string
  firedAt?: string
  late?: boolean
  times: number
}

async function begun() {
  const system = await started()
  const reminders = async () => (await system.ask<{ items: Listed[] }>('GET', '/api/reminders')).items
  return { ...system, reminders }
}

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString()

test('a reminder fires at its moment, never early, and a snoozed one comes again', async () => {
  const { ask, reminders } = await begun()
  const task = await ask('POST', '/api/tasks', {
    title: 'Take the cake out',
    reminders: [{ at: inMs(1_500) }],
  })
  await vi.waitFor(async () => expect(await reminders()).toMatchObject([{ state: 'armed' }]), soon)
  await vi.waitFor(async () => expect(await reminders()).toMatchObject([{ state: 'fired', times: 1 }]), soon)
  const [fired] = await reminders()
  const lateMs = Date.parse(fired?.firedAt ?? '') - Date.parse(fired?.at ?? '')
  expect(lateMs).toBeGreaterThanOrEqual(0)
  expect(lateMs).toBeLessThan(2_000)

  await ask('POST', `/api/tasks/${task.id}/reminders/${task.reminders[0]?.id}/snooze`, { until: inMs(1_000) })
  await vi.waitFor(
    async () =>
      expect(await reminders()).toMatchObject([
        { state: 'fired', times: 1, at: expect.not.stringMatching(fired?.at ?? '') },
      ]),
    soon,
  )
})

test('what came due while everything was killed fires after the next start, once and marked late', async () => {
  const { ask, env, system, reminders } = await begun()
  await ask('POST', '/api/tasks', { title: 'Missed', reminders: [{ at: inMs(3_000) }] })
  await vi.waitFor(async () => expect(await reminders()).toMatchObject([{ state: 'armed' }]), soon)
  const [armed] = await reminders()
  process.kill(-postmasterPid(env.ZERODUE_HOME), 'SIGKILL')
  signalGroup(system.child, 'SIGKILL')
  await system.ended
  await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(Date.parse(armed?.at ?? '')), soon)

  await run('scripts/start.ts', [], env).firstLine()
  await vi.waitFor(
    async () => expect(await reminders()).toMatchObject([{ title: 'Missed', state: 'fired', times: 1 }]),
    soon,
  )
})
