import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { root } from '../../../functions/kit/root.ts'
import { sampleSettings } from '../../../functions/kit/settings/samples.ts'
import definition from '../../../functions/task-api/function.ts'
import { startChild } from './parts/child.ts'
import { figure, note, quantile } from './parts/figure.ts'
import { newTask } from './parts/new-tasks.ts'
import { withPostgres } from './parts/postgres.ts'
import { scaled } from './parts/scale.ts'

const people = scaled(50, 3)
const seconds = scaled(30, 5)
const fileBytes = scaled(10 * 1024 * 1024, 100_000)
const MB = 1024 * 1024
/** Node gives a process in a pod of 320 MiB half of it for objects. */
const nodeOptions = ['--max-old-space-size=160']

/** The clicks of one person, and /health, while many others import, export, send batches and sign in. */
export const bench = (): Promise<void> =>
  withPostgres(async databaseUrl => {
    const server = await startChild<{ address: string }>(
      'serve-task-api',
      { databaseUrl, connections: 10 },
      nodeOptions,
    )
    const { address } = server.ready
    const tokensOf = async (name: string) => {
      const tokens: string[] = []
      for (let i = 0; i < people; i++) tokens.push(await server.ask('token', `${name}-${i}`))
      return tokens
    }
    const origin = new URL(String(sampleSettings(definition).PUBLIC_URL)).origin
    const heavy = await startChild('heavy-work', {
      address,
      origin,
      fileBytes,
      importers: await tokensOf('importer'),
      exporters: await tokensOf('importer'),
      batchers: await tokensOf('batcher'),
      signUps: people,
    })
    const own: string = await server.ask('token', 'ana')

    await measure(address, own, 2)
    const idle = await measure(address, own, Math.min(10, seconds))
    await heavy.ask('begin')
    await wait(2_000)
    const busy = await measure(address, own, seconds)
    const counts = await heavy.ask<Record<string, Record<number, number>>>('counts')
    const peak = (await server.ask<number>('peak')) / MB
    await Promise.all([heavy.stop(), server.stop()])

    for (const side of ['post', 'health'] as const) {
      const [quiet, loud] = [quantile(idle[side], 0.95), quantile(busy[side], 0.95)]
      const name = side === 'post' ? 'a task of another person, p95' : '/health, p95'
      figure(name, `${loud.toFixed(0)} ms, idle ${quiet.toFixed(0)} ms`, '<= 500 ms', loud <= 500)
      note(`slowest of ${busy[side].length}: ${Math.max(...busy[side]).toFixed(0)} ms`)
    }
    const limit = memoryLimit()
    figure('peak memory of task-api', `${peak.toFixed(0)} MB`, `< ${limit} MB, its pod's limit`, peak < limit)
    for (const [name, statuses] of Object.entries(counts)) note(`${name}: ${JSON.stringify(statuses)} by status`)
  })

interface Measured {
  post: number[]
  health: number[]
}

async function measure(address: string, token: string, forSeconds: number): Promise<Measured> {
  const measured: Measured = { post: [], health: [] }
  const end = performance.now() + forSeconds * 1_000
  const post = () =>
    fetch(`${address}/api/tasks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(newTask),
    })
  while (performance.now() < end) {
    measured.health.push(await timed(() => fetch(`${address}/health`)))
    measured.post.push(await timed(post))
    await wait(20)
  }
  return measured
}

async function timed(send: () => Promise<Response>): Promise<number> {
  const began = performance.now()
  const answer = await send()
  await answer.arrayBuffer()
  if (!answer.ok) throw new Error(`A short request was answered with ${answer.status}.`)
  return performance.now() - began
}

/** The memory limit in MB that the manifest of task-api sets. */
function memoryLimit(): number {
  const manifest = readFileSync(path.join(root, 'knative', 'base', 'task-api', 'service.yaml'), 'utf8')
  return Number(/limits: \{.*memory: (\d+)Mi/.exec(manifest)?.[1])
}
