import path from 'node:path'
import { sampleSettings } from '../../../functions/kit/settings/samples.ts'
import { temporaryFolder } from '../../../functions/kit/testing/temporary.ts'
import definition from '../../../functions/task-api/function.ts'
import { buildDist } from '../../build/build-dist.ts'
import { firstAnswerMs } from './cold-start.ts'
import { type Child, startChild } from './parts/child.ts'
import { count, figure, inTurn, median, note, shares } from './parts/figure.ts'
import { load } from './parts/load.ts'
import { anybody, newTask, people } from './parts/new-tasks.ts'
import { withPostgres } from './parts/postgres.ts'
import { scaled } from './parts/scale.ts'

interface Address {
  address: string
}

const connections = 16

const MB = 1024 * 1024

/** What traces and metrics cost a function that sends them: of its throughput and of its start, also where nobody answers. */
export async function bench(): Promise<void> {
  const sink = await startChild<Address>('otlp-sink')
  const hung = await startChild<Address>('otlp-sink', { hangs: true })
  const on = { OTEL_EXPORTER_OTLP_ENDPOINT: sink.ready.address }
  try {
    await withPostgres(async databaseUrl => {
      await throughput(databaseUrl, { off: {}, on, hung: { OTEL_EXPORTER_OTLP_ENDPOINT: hung.ready.address } })
      await coldStart(databaseUrl, on)
    })
    note(`the receiver of OTLP got ${await sink.ask<number>('received')} requests`)
  } finally {
    await Promise.all([sink.stop(), hung.stop()])
  }
}

async function throughput(databaseUrl: string, settings: Record<'off' | 'on' | 'hung', object>): Promise<void> {
  const server = (telemetry: object) =>
    startChild<Address>('serve-task-api', { databaseUrl, connections, telemetry }, ['--expose-gc'])
  const { off, on, hung } = settings
  const servers = { off: await server(off), on: await server(on), hung: await server(hung) }
  const sides = {
    off: await creating(servers.off),
    on: await creating(servers.on),
    hung: await creating(servers.hung),
  }
  for (const side of Object.values(sides)) await side()
  const rounds = await inTurn(10, sides)
  for (const side of ['on', 'hung'] as const) {
    const lost = 1 - median(shares(rounds[side], rounds.off))
    const what = side === 'on' ? 'telemetry' : 'telemetry whose collector hangs'
    figure(`throughput of creates lost by ${what}`, `${(lost * 100).toFixed(1)} %`, 'at most 5 %', lost <= 0.05)
  }
  const memory = async (side: Child<Address>) => (await side.ask<NodeJS.MemoryUsage>('memory')).heapUsed / MB
  const more = (await memory(servers.hung)) - (await memory(servers.on))
  figure('memory more while the collector hangs', `${more.toFixed(1)} MB`, 'at most 20 MB', more <= 20)
  await Promise.all(Object.values(servers).map(one => one.stop()))
  for (const [side, each] of Object.entries(rounds))
    note(`${side}: ${count(median(each))} creates a second (rounds: ${each.map(count).join(', ')})`)
}

async function creating(server: Child<Address>): Promise<() => Promise<number>> {
  const tokens = new Map<string, string>()
  for (const userId of people) tokens.set(userId, await server.ask('token', userId))
  const request = () => ({
    method: 'POST' as const,
    path: '/api/tasks',
    headers: { authorization: `Bearer ${tokens.get(anybody())}` },
    body: JSON.stringify(newTask),
  })
  return async () => (await load({ address: server.ready.address, connections, seconds: scaled(3), request })).perSecond
}

async function coldStart(databaseUrl: string, on: Record<string, string>): Promise<void> {
  const { folder: dist, remove } = temporaryFolder()
  try {
    await buildDist(dist)
    const bundle = [path.join(dist, 'start.cjs'), definition.name]
    const environment = { ...sampleSettings(definition), DATABASE_URL: databaseUrl }
    const rounds = await inTurn(scaled(25, 3), {
      off: () => firstAnswerMs(bundle, environment),
      on: () => firstAnswerMs(bundle, { ...environment, ...on }),
    })
    const differences = (rounds.on ?? []).map((ms, round) => ms - (rounds.off?.[round] ?? ms))
    const more = median(differences)
    figure('cold start more with telemetry', `${more.toFixed(1)} ms`, 'at most 15 ms', more <= 15)
    note(`first answer: ${median(rounds.off ?? []).toFixed(0)} ms off, ${median(rounds.on ?? []).toFixed(0)} ms on`)
  } finally {
    remove()
  }
}
