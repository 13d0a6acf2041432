import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { Hono } from 'hono'
import { daprAlarms } from '../../../functions/kit/alarms/dapr.ts'
import { jobDoor } from '../../../functions/kit/alarms/job-door.ts'
import { close, listen } from '../../../functions/kit/http/serve.ts'
import { createLog } from '../../../functions/kit/log.ts'
import { temporaryFolder } from '../../../functions/kit/testing/temporary.ts'
import { startAlarmClock } from '../platform/dapr.ts'
import { count, note, quantile } from './parts/figure.ts'
import { scaled } from './parts/scale.ts'

const log = createLog('bench', 'silent')
const token = 'bench'

/**
 * One alarm for the next moment, or one for each reminder: the cost of each over a real Dapr when reminders are created, and how
 * late it rings.
 */
export async function bench(): Promise<void> {
  const { folder, remove } = temporaryFolder()
  const rang = new Map<string, number>()
  const bell: { ring: (name: string) => Promise<void> } = { ring: async () => {} }
  const app = new Hono().post('/job/:name', jobDoor({ token, ring: name => bell.ring(name), log }))
  const server = await listen(app, { port: 0 })
  const appPort = (server.address() as AddressInfo).port
  const clock = await startAlarmClock({ appId: 'bench', appPort, folder, env: { APP_API_TOKEN: token } })
  const alarms = daprAlarms({ endpoint: clock.dapr.endpoint, timeoutMs: 30_000 })
  const many = scaled(2_000, 50)
  const from = Date.now() + 10_000
  const moments = Array.from({ length: many }, () => from + Math.floor(Math.random() * 20_000)).sort((a, b) => a - b)

  bell.ring = async name => void rang.set(name, Date.now())
  let began = performance.now()
  for (let i = 0; i < many; i += 50)
    await Promise.all(moments.slice(i, i + 50).map((at, j) => alarms.set(`each-${i + j}`, new Date(at))))
  const eachMs = performance.now() - began
  while (rang.size < many) await pause(50)
  const each = moments.map((at, i) => (rang.get(`each-${i}`) ?? 0) - at)

  // The same moments a while later; each ring sets the next.
  const later = Date.now() + 2_000 - (moments[0] ?? 0)
  const one: number[] = []
  let calls = 1
  bell.ring = async name => {
    let next = Number(name.slice('one-'.length))
    for (; next < many && (moments[next] ?? 0) + later <= Date.now(); next++)
      one.push(Date.now() - (moments[next] ?? 0) - later)
    if (next >= many) return
    calls++
    await alarms.set(`one-${next}`, new Date((moments[next] ?? 0) + later))
  }
  began = performance.now()
  await alarms.set('one-0', new Date((moments[0] ?? 0) + later))
  const oneMs = performance.now() - began
  while (one.length < many) await pause(50)

  const late = (values: number[]) =>
    `p50 ${quantile(values, 0.5)} ms, p99 ${quantile(values, 0.99)} ms, latest ${Math.max(...values)} ms`
  note(
    `${count(many)} reminders over 20 s, one job each: ${count(many)} calls, ${Math.round(eachMs)} ms to make them; late ${late(each)}`,
  )
  note(
    `one alarm for the next: 1 call, ${Math.round(oneMs)} ms to make it, ${count(calls)} calls in all; late ${late(one)}`,
  )
  await clock.stop()
  await close(server)
  remove()
}
