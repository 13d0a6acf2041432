import { expect, test, vi } from 'vitest'
import { startSystem } from '../testing/start-system.ts'
import { postmasterPid, run, signalGroup } from '../testing/zerodue.ts'

// These start the whole system, as `npm start` does, and use it by HTTP alone, on the real clock.
vi.setConfig({ testTimeout: 120_000 })
const soon = { timeout: 30_000, interval: 20 }

interface Reminder {
  title: string
  state: string
  at: string
  firedAt?: string
  late?: boolean
  times: number
}

async function startWithReminders() {
  const system = await startSystem()
  const reminders = async () => (await system.ask<{ items: Reminder[] }>('GET', '/api/reminders')).items
  return { ...system, reminders }
}

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString()

test('a reminder fires at its time and never early, and again after a snooze', async () => {
  const { ask, reminders } = await startWithReminders()
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

test('a reminder that came due while the system was down fires once after the next start', async () => {
  const { ask, env, system, reminders } = await startWithReminders()
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
