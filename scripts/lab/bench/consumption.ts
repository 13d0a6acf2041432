import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { freePort } from '../../../functions/kit/http/free-port.ts'
import { launch } from '../../../web/e2e/testing/launch.ts'
import { count, figure, note, quantile } from './parts/figure.ts'
import { withKafka } from './parts/kafka.ts'
import { scaled } from './parts/scale.ts'

const tasks = scaled(10_000, 200)

/** After an import of ten thousand tasks: how soon they are on another device, in the trail, and planned by reminder-firer. */
export async function bench(): Promise<void> {
  await measure('laptop', {}, { device: 5, others: 15 })
  await withKafka(kafka =>
    measure('one process over Kafka', { EVENTS: 'kafka', KAFKA_BROKERS: kafka.brokers }, { device: 30, others: 30 }),
  )
}

async function measure(where: string, settings: Record<string, string>, limits: { device: number; others: number }) {
  const system = await startSystem(settings)
  try {
    const ana = await system.signUp('ana')
    const bob = await system.signUp('bob')
    const idle = await clicksOf(bob, 40)
    const device = await openDevice(system.address, ana.cookie)
    const during: number[] = []
    const clicking = new AbortController()
    const clicks = clickUntil(bob, clicking.signal, during)
    const answer = await ana.post('/api/import', { format: 'zerodue', version: 1, tasks: rows() })
    if (answer.status !== 200) throw new Error(await answer.text())
    const answered = performance.now()
    const since = async (ready: () => Promise<boolean> | boolean) => {
      while (!(await ready())) {
        if (performance.now() - answered > 300_000) return Number.POSITIVE_INFINITY
        await pause(50)
      }
      return (performance.now() - answered) / 1000
    }
    const [onDevice, inTrail, planned] = await Promise.all([
      since(() => device.tasks.size >= tasks),
      since(async () => (await system.count('audit.entry where type = $1', 'zerodue.task.created.v1')) >= tasks),
      since(async () => (await system.count('reminders.seen')) >= tasks),
    ])
    clicking.abort()
    await clicks
    device.close()
    const seconds = (value: number) => `${value.toFixed(1)} s`
    figure(
      `${count(tasks)} imported tasks are on a device, ${where}`,
      seconds(onDevice),
      `<= ${limits.device} s`,
      onDevice <= limits.device,
    )
    figure(`the same in the trail, ${where}`, seconds(inTrail), `<= ${limits.others} s`, inTrail <= limits.others)
    figure(
      `the same planned by reminder-firer, ${where}`,
      seconds(planned),
      `<= ${limits.others} s`,
      planned <= limits.others,
    )
    const [quiet, busy] = [quantile(idle, 0.95), quantile(during, 0.95)]
    figure(
      `another person's click meanwhile, p95, ${where}`,
      `${busy.toFixed(1)} ms, ${(busy / quiet).toFixed(1)}x of idle (${quiet.toFixed(1)} ms)`,
      '<= 2x',
      busy <= 2 * quiet,
    )
    note(`${during.length} clicks from the start of the import until all is done`)
  } finally {
    await system.stop()
  }
}

const rows = () =>
  Array.from({ length: tasks }, (_, i) => ({
    id: randomUUID(),
    title: `Task ${i} about the plumber and the tap`,
    priority: 'P2',
    tags: ['home', 'work'].slice(i % 3),
    due: { date: '2030-11-23', time: '09:30', zone: 'Asia/Karachi' },
    reminders: i % 4 ? [] : [{ before: 'PT30M' }],
  }))

interface Person {
  cookie: string
  post(path: string, body: object): Promise<Response>
}

async function clicksOf({ post }: Person, times: number): Promise<number[]> {
  const took: number[] = []
  for (let i = 0; i < times; i++) took.push(await click(post))
  return took.slice(5)
}

async function clickUntil({ post }: Person, stop: AbortSignal, took: number[]): Promise<void> {
  while (!stop.aborted) {
    took.push(await click(post))
    await pause(20)
  }
}

async function click(post: Person['post']): Promise<number> {
  const began = performance.now()
  const response = await post('/api/tasks', { title: 'Buy milk' })
  await response.arrayBuffer()
  if (!response.ok) throw new Error(`A click was answered ${response.status}.`)
  return performance.now() - began
}

/** Reads the stream of a person as a device does, and remembers the ids of the tasks. */
async function openDevice(address: string, cookie: string) {
  const tasks = new Set<string>()
  const stop = new AbortController()
  const { promise: begun, resolve } = Promise.withResolvers<void>()
  const read = async () => {
    let last = ''
    while (!stop.signal.aborted) {
      const headers = { cookie, ...(last && { 'last-event-id': last }) }
      const { body } = await fetch(`${address}/api/stream`, { headers, signal: stop.signal })
      let text = ''
      for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
        text += chunk
        const end = text.lastIndexOf('\n\n')
        for (const event of end < 0 ? [] : text.slice(0, end).split('\n\n')) {
          last = /^id: (\d+)$/m.exec(event)?.[1] ?? last
          if (event.includes('event: begin')) resolve()
          const data = /^data: (.*)$/m.exec(event)?.[1]
          if (event.includes('event: update') && data) remember(JSON.parse(data))
        }
        text = text.slice(end < 0 ? 0 : end + 2)
      }
    }
  }
  function remember(update: { data: { task?: { id: string }; events?: { data: { task: { id: string } } }[] } }) {
    const { task, events = [] } = update.data
    if (task) tasks.add(task.id)
    for (const event of events) tasks.add(event.data.task.id)
  }
  read().catch(() => {})
  await begun
  return { tasks, close: () => stop.abort() }
}

async function startSystem(settings: Record<string, string>) {
  const { address, end, home } = await launch(String(await freePort()), { settings })
  const read = (name: string) => readFileSync(path.join(home, 'postgres', name), 'utf8')
  const sql = postgres(`postgres://zerodue:${read('password')}@127.0.0.1:${read('port')}/postgres`, { max: 1 })
  return {
    address,
    async signUp(name: string): Promise<Person> {
      const signUp = { email: `${name}@example.com`, password: 'correct horse', zone: 'Asia/Karachi' }
      const { headers } = await post('/api/auth/sign-up/email', signUp)
      const cookie = headers
        .getSetCookie()
        .map(one => one.split(';')[0])
        .join('; ')
      return { cookie, post: (path, body) => post(path, body, cookie) }
    },
    count: async (of: string, ...values: string[]) =>
      Number((await sql.unsafe(`select count(*) from ${of}`, values))[0]?.count),
    async stop() {
      await sql.end()
      await end()
    },
  }

  function post(at: string, body: object = {}, cookie = '') {
    const headers = { 'content-type': 'application/json', cookie }
    return fetch(address + at, { method: 'POST', headers, body: JSON.stringify(body) })
  }
}
