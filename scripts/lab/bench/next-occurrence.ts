import type { Task } from '../../../functions/domain/task.ts'
import { freePort } from '../../../functions/kit/http/free-port.ts'
import { launch } from '../../../web/e2e/testing/launch.ts'
import { figure, median, note, quantile } from './parts/figure.ts'
import { withKafka } from './parts/kafka.ts'
import { scaled } from './parts/scale.ts'

/** The time from completing a task of a series until its next occurrence is in the list, over `npm start`. */
export async function bench(): Promise<void> {
  const local = await startSystem({})
  const all: { local: number[]; kafka: number[] } = { local: [], kafka: [] }
  const clicks = scaled(60, 5)
  try {
    await withKafka(async ({ brokers }) => {
      const kafka = await startSystem({ EVENTS: 'kafka', KAFKA_BROKERS: brokers })
      try {
        for (const system of [local, kafka]) for (let i = 0; i < 3; i++) await system.click()
        for (let i = 0; i < clicks; i++) {
          all.local.push(await local.click())
          all.kafka.push(await kafka.click())
        }
      } finally {
        await kafka.stop()
      }
    })
  } finally {
    await local.stop()
  }
  for (const [name, wantedMs] of [
    ['kafka', 2_000],
    ['local', 300],
  ] as const) {
    const [p95, middle] = [quantile(all[name], 0.95), median(all[name])]
    const what = `completion to next occurrence, ${name}`
    figure(what, `p95 ${p95.toFixed(0)} ms, median ${middle.toFixed(0)} ms`, `p95 <= ${wantedMs} ms`, p95 <= wantedMs)
  }
  note(`${clicks} completions each, in turn; each reads the list until the next occurrence is there`)
}

async function startSystem(settings: Record<string, string>) {
  const { address, end } = await launch(String(await freePort()), { settings })
  const signUp = { email: 'ana@example.com', password: 'correct horse', zone: 'Asia/Karachi' }
  const { headers } = await post('/api/auth/sign-up/email', signUp)
  const cookie = headers
    .getSetCookie()
    .map(one => one.split(';')[0])
    .join('; ')

  function post(at: string, body: object = {}, cookie = '') {
    const headers = { 'content-type': 'application/json', cookie }
    return fetch(address + at, { method: 'POST', headers, body: JSON.stringify(body) })
  }
  return {
    /** In milliseconds. */
    async click() {
      const due = { date: '2030-01-01', zone: 'Asia/Karachi' }
      const created = await post(
        '/api/tasks',
        { title: 'Water the plants', due, repeat: { rule: 'FREQ=DAILY' } },
        cookie,
      )
      const { id, seriesId } = (await created.json()) as Task
      const began = performance.now()
      const done = await post(`/api/tasks/${id}/complete`, {}, cookie)
      if (!done.ok) throw new Error(await done.text())
      for (;;) {
        const listed = await fetch(`${address}/api/tasks?status=open&seriesId=${seriesId}`, { headers: { cookie } })
        const { items } = (await listed.json()) as { items: Task[] }
        if (items.length) return performance.now() - began
        if (performance.now() - began > 30_000) throw new Error('After 30 s there is no next occurrence.')
      }
    },
    stop: end,
  }
}
