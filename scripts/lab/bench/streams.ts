import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { bodyOf, httpHeaders } from '../../../functions/kit/events/cloud-event.ts'
import type { Outgoing } from '../../../functions/kit/events/event.ts'
import { connect } from '../../../functions/kit/postgres/connect.ts'
import { testIssuer } from '../../../functions/kit/testing/issuer.ts'
import { changed } from '../../../functions/sync-relay/testing/changed.ts'
import { churn } from '../../../functions/sync-relay/testing/churn.ts'
import { keyServer, RelayProcess, type Shared } from '../../../functions/sync-relay/testing/process.ts'
import { startChild } from './parts/child.ts'
import { count, figure, note, quantile } from './parts/figure.ts'
import { withPostgres } from './parts/postgres.ts'
import { scaled } from './parts/scale.ts'

const deliverySecret = 'a-secret-for-deliveries-of-32-characters'
const agent = new Agent({ keepAlive: true, maxSockets: 16 })
/** The heap limits that Node chooses in a pod of 256 MiB. With more memory it would use more without need. */
const heapOfItsPod = { NODE_OPTIONS: '--max-old-space-size=256 --max-semi-space-size=1' }

/** Many open streams in one process, and devices that reconnect while two processes serve them. */
export const bench = (): Promise<void> =>
  withPostgres(async databaseUrl => {
    const issuer = await testIssuer()
    const keys = await keyServer(issuer.jwks)
    const shared = { databaseUrl, deliverySecret, issuer: issuer.issuer, jwksUrl: keys.url }
    await manyStreams(shared, issuer.token)
    await comingAndGoing(shared, issuer.token)
    keys.close()
    agent.destroy()
  })

type Token = (userId: string) => Promise<string>

async function manyStreams(shared: Shared, token: Token): Promise<void> {
  const many = scaled(5_000, 100)
  const [each, perSecond] = [4, scaled(150, 50)]
  const users = Array.from({ length: many }, (_, i) => `person-${i}`)
  const relay = await RelayProcess.start(shared, heapOfItsPod)
  const began = performance.now()
  const tokens = await Promise.all(users.map(user => token(user)))
  const readers = await startChild('read-streams', { address: relay.address }, ['--max-old-space-size=512'])
  for (let from = 0; from < many; from += 100) await readers.ask('open', tokens.slice(from, from + 100))
  note(
    `${count(many)} streams open after ${((performance.now() - began) / 1_000).toFixed(1)} s: ${rssMiB(relay.pid)} MiB`,
  )

  // Updates for one person after the other, at a rate that a relay with one processor must sustain.
  const events = Array.from({ length: each }, () => users).flat()
  let peak = 0
  const watch = setInterval(() => {
    peak = Math.max(peak, rssMiB(relay.pid))
  }, 250)
  const start = performance.now()
  const under = new Set<Promise<void>>()
  for (const [i, userId] of events.entries()) {
    const waitMs = start + (i * 1_000) / perSecond - performance.now()
    if (waitMs > 1) await pause(waitMs)
    const one = deliver(relay.address, changed(userId, { title: `at ${Date.now()}` })).then(
      () => void under.delete(one),
    )
    under.add(one)
  }
  await Promise.all(under)
  const seconds = (performance.now() - start) / 1_000
  for (let i = 0; i < 200 && (await readers.ask<number>('received')) < events.length; i++) await pause(50)
  clearInterval(watch)
  const { delays, complete, ended } = await readers.ask<{ delays: number[]; complete: number[]; ended: number }>(
    'result',
  )
  const whole = complete.filter(numbers => numbers === each).length
  figure(
    `${count(many)} streams in one process, ${count(events.length)} updates, ${count(events.length / seconds)} a second`,
    `${((100 * whole) / many).toFixed(whole === many ? 0 : 2)} % of the devices got all their updates in order`,
    '100 %',
    whole === many,
  )
  const p95 = quantile(delays, 0.95)
  figure('from sending an event to its reader', `p95 ${p95} ms`, '<= 100 ms', p95 <= 100)
  note(
    `median ${quantile(delays, 0.5)} ms, p99 ${quantile(delays, 0.99)} ms, latest ${Math.max(...delays)} ms; ${ended} streams ended`,
  )
  figure('memory of that process', `${peak} MiB`, '<= 256 MiB', peak <= 256)
  await readers.stop()
  await relay.kill()
}

async function comingAndGoing(shared: Shared, token: Token): Promise<void> {
  const owner = connect(shared.databaseUrl, undefined, { connections: 1 })
  const relays = await Promise.all([RelayProcess.start(shared), RelayProcess.start(shared)])
  const [, second] = relays
  let kills = 0
  const { cycles, updates, missed, repeated, disordered } = await churn({
    addresses: relays.map(({ address }) => address),
    users: Array.from({ length: 20 }, (_, i) => `device-owner-${i}`),
    devices: 2,
    cycles: scaled(1_000, 100),
    token,
    event: changed,
    deliver: (address, event) => deliver(address, event),
    senders: 30,
    random: Math.random,
    async trouble(over) {
      while (!over.aborted) {
        await second.kill()
        await second.start()
        await owner`select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%'`
        kills++
        await pause(500)
      }
    },
  })
  figure(
    `${count(cycles)} connections of devices to two relays, one of them killed ${kills} times`,
    `${missed} missed, ${repeated} repeated, ${disordered} out of order`,
    '0, 0, 0',
    !missed && !repeated && !disordered,
  )
  note(`${count(updates)} updates seen by 40 devices`)
  await Promise.all(relays.map(relay => relay.kill()))
  await owner.end()
}

/** Returns the status. node:http costs the measuring process less than `fetch`. */
function deliver(address: string, event: Outgoing): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const headers = { ...httpHeaders(event), authorization: `Bearer ${deliverySecret}` }
  const sent = request(`${address}/`, { method: 'POST', agent, headers }, response => {
    response.resume()
    // `close` comes also when the relay is killed during its answer.
    response.on('close', () => resolve(response.complete ? (response.statusCode ?? 0) : 0))
  })
  sent.setTimeout(5_000, () => sent.destroy())
  sent.on('error', reject)
  sent.end(bodyOf(event))
  return promise
}

function rssMiB(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024)
}
