import { hkdfSync, randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { Hono } from 'hono'
import { expect, onTestFinished, test, vi } from 'vitest'
import { httpHeaders } from '../../../functions/kit/events/cloud-event.ts'
import { close, listen } from '../../../functions/kit/http/serve.ts'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import { someEvent } from '../../../functions/kit/testing/some-event.ts'
import { startSystem } from '../../../functions/laptop/testing/start-system.ts'
import { postmasterPid, run, signalGroup } from '../../../functions/laptop/testing/zerodue.ts'
import { startAlarmClock } from '../platform/dapr.ts'

/** For a longer run: `RUN_MS=180000 npm run test:platform -- reminder-faults`. A reminder is due every 600 ms. */
const runMs = Number(process.env.RUN_MS ?? 40_000)
const sweepMs = Number(process.env.SWEEP_MS ?? runMs / 4)
const many = Math.round(runMs / 600)
vi.setConfig({ testTimeout: 300_000 + 2 * runMs })

interface Listed {
  id: string
  state: string
  at: string
  firedAt: string
  times: number
}

test('with daprd, its scheduler, Zerodue and Postgres killed, no reminder is lost, doubled, early, or later than a sweep', async () => {
  const [token, secret] = [randomUUID(), randomUUID() + randomUUID()]
  // daprd knows this address only; the system behind it restarts at another one.
  const behind = { address: '' }
  const forward = (route: string, init: RequestInit) => fetch(behind.address + route, init)
  const front = new Hono().post('/job/:name', async c => {
    const headers = { 'dapr-api-token': c.req.header('dapr-api-token') ?? '' }
    const answer = await forward(`/jobs/reminder-firer/job/${c.req.param('name')}`, { method: 'POST', headers }).catch(
      () => undefined,
    )
    return c.body(null, answer?.ok ? 204 : 503)
  })
  const server = await listen(front, { port: 0 })
  const { dapr, scheduler, stop } = await startAlarmClock({
    appId: 'reminder-firer',
    appPort: (server.address() as AddressInfo).port,
    folder: newFolder(),
    env: { APP_API_TOKEN: token },
  })
  onTestFinished(() => stop().then(() => close(server)))
  const system = await startSystem({
    ALARMS: 'dapr',
    DAPR_HTTP_ENDPOINT: dapr.endpoint,
    APP_API_TOKEN: token,
    AUTH_SECRET: secret,
  })
  behind.address = system.address

  const start = Date.now() + 8_000
  const moments = Array.from({ length: many }, () => start + Math.floor(Math.random() * runMs))
  for (let i = 0; i < many; i += 20)
    await Promise.all(
      moments
        .slice(i, i + 20)
        .map(at => system.ask('POST', '/api/tasks', { title: 'Now', reminders: [{ at: new Date(at).toISOString() }] })),
    )
  const list = async () => {
    const items: Listed[] = []
    for (let next: string | null = ''; next !== null; ) {
      const page: { items: Listed[]; next: string | null } = await system.ask(
        'GET',
        `/api/reminders?limit=100${next && `&cursor=${next}`}`,
      )
      items.push(...page.items)
      next = page.next
    }
    return items
  }
  await vi.waitFor(async () => expect(await list()).toHaveLength(many), { timeout: 60_000, interval: 100 })

  const delivery = Buffer.from(hkdfSync('sha256', secret, '', 'delivery', 32)).toString('base64url')
  const ping = () => {
    const event = { ...someEvent(), type: 'zerodue.sweep.v1', data: {} }
    const headers = { ...httpHeaders(event), authorization: `Bearer ${delivery}` }
    return forward('/events/reminder-firer', { method: 'POST', headers, body: '{}' }).catch(() => {})
  }
  const sweeping = setInterval(ping, sweepMs)
  let child = system.system.child
  async function restart(alsoPostgres: boolean): Promise<void> {
    if (alsoPostgres) process.kill(-postmasterPid(system.env.ZERODUE_HOME), 'SIGKILL')
    signalGroup(child, 'SIGKILL')
    const again = run('scripts/start.ts', [], system.env)
    child = again.child
    await again.firstLine()
  }
  const faults = [
    () => dapr.kill().then(dapr.restart),
    () => restart(false),
    () => scheduler.kill().then(scheduler.restart),
    () => restart(true),
  ]
  // Each fault at a random moment of its part of the run.
  for (const [i, fault] of faults.entries()) {
    const at = start + ((i + 0.2 + 0.6 * Math.random()) * runMs) / faults.length
    await pause(Math.max(0, at - Date.now()))
    await fault()
  }

  const fired = async () => (await list()).filter(({ state }) => state === 'fired')
  await vi.waitFor(async () => expect(await fired()).toHaveLength(many), { timeout: 90_000 + sweepMs, interval: 500 })
  clearInterval(sweeping)
  const all = await fired()
  const late = all.map(({ at, firedAt }) => Date.parse(firedAt) - Date.parse(at)).sort((a, b) => a - b)
  expect(late[0]).toBeGreaterThanOrEqual(0)
  // Plus the time in which the system restarts.
  expect(late.at(-1)).toBeLessThanOrEqual(sweepMs + 15_000)
  expect(all.filter(({ times }) => times !== 1)).toEqual([])
  const entries: Record<string, number> = {}
  const { token: jwt } = await system.ask<{ token: string }>('GET', '/api/auth/token')
  await vi.waitFor(
    async () => {
      for (const id of Object.keys(entries)) delete entries[id]
      for (let next: string | null = ''; next !== null; ) {
        const page: { items: { data: { reminder: { id: string } } }[]; next: string | null } = await system.ask(
          'GET',
          `/api/audit?type=zerodue.reminder.due.v1&limit=100${next && `&cursor=${next}`}`,
          undefined,
          { authorization: `Bearer ${jwt}` },
        )
        for (const { data } of page.items) entries[data.reminder.id] = (entries[data.reminder.id] ?? 0) + 1
        next = page.next
      }
      expect(Object.keys(entries)).toHaveLength(many)
    },
    { timeout: 60_000, interval: 500 },
  )
  expect(Object.values(entries).filter(times => times !== 1)).toEqual([])
  process.stdout.write(
    `${many} reminders, four kills: late p50 ${late[Math.floor(many / 2)]} ms, latest ${late.at(-1)} ms\n`,
  )
})
