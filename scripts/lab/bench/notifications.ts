import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import * as v from 'valibot'
import { reminderDue } from '../../../functions/domain/events/reminders.ts'
import { exampleTask } from '../../../functions/domain/events/snapshot.ts'
import { localAlarms } from '../../../functions/kit/alarms/local.ts'
import { Ranges } from '../../../functions/kit/guard/addresses.ts'
import { post } from '../../../functions/kit/guard/post.ts'
import { close, listen } from '../../../functions/kit/http/serve.ts'
import { createLog } from '../../../functions/kit/log.ts'
import { makeFunction } from '../../../functions/kit/make-function.ts'
import { connect, type Sql } from '../../../functions/kit/postgres/connect.ts'
import { sampleDelivery, sampleSettings } from '../../../functions/kit/settings/samples.ts'
import { delivery, someEvent } from '../../../functions/kit/testing/some-event.ts'
import definition from '../../../functions/notifier/function.ts'
import { count, figure, inTurn, median, note, quantile } from './parts/figure.ts'
import { withPostgres } from './parts/postgres.ts'
import { scaled } from './parts/scale.ts'

const people = 50
/** The number of partitions of a busy installation. */
const atOnce = 8
const log = createLog('notifier', 'error')
const guard = { allowed: v.parse(Ranges, '127.0.0.0/8'), timeoutMs: 10_000 }
const now = () => new Date()

/** The time from the event of a due reminder until its webhook arrives, with the attempt recorded before and after. */
export const bench = (): Promise<void> =>
  withPostgres(async databaseUrl => {
    const owner = connect(databaseUrl, undefined, { connections: 1 })
    const made = notifier(databaseUrl)
    const arrived = new Map<string, () => void>()
    const receiver = createServer(async (request, response) => {
      const { data } = JSON.parse(await text(request))
      response.writeHead(204).end()
      arrived.get(data.task.id)?.()
    })
    await new Promise<void>(listening => receiver.listen(0, '127.0.0.1', listening))
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
    await insertChannels(owner, url)
    const server = await listen(made.app, { port: 0 })
    const door = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`

    const many = scaled(1_000, 50)
    const took: { notifier: number[]; post: number[] } = { notifier: [], post: [] }
    const timed = async (side: keyof typeof took, id: string, send: () => Promise<void>) => {
      const began = performance.now()
      const there = new Promise<void>(resolve => arrived.set(id, resolve))
      await Promise.all([there, send()])
      took[side].push(performance.now() - began)
    }
    const byNotifier = async (i: number) => {
      const event = dueEvent(`person-${i % people}`)
      await timed('notifier', event.subject ?? '', async () => {
        const { status } = await fetch(door, delivery(event, `Bearer ${sampleDelivery}`))
        if (status !== 204) throw new Error(`The notifier answered ${status}.`)
      })
    }
    const byPost = async () => {
      const { subject, data } = dueEvent('person-0')
      const body = JSON.stringify({ data })
      await timed('post', subject ?? '', async () => void (await post(url, { headers: {}, body }, guard)))
    }
    const rounds = await inTurn(3, { notifier: () => perSecond(many, byNotifier), post: () => perSecond(many, byPost) })
    const [sent, bare] = [rounds.notifier ?? [], rounds.post ?? []]
    figure(
      `${count(many)} reminders by webhook, ${atOnce} at once`,
      `${count(median(sent))} a second`,
      'no target',
      true,
    )
    for (const [side, each] of Object.entries(took))
      note(
        `${side}: p50 ${quantile(each, 0.5).toFixed(1)} ms, p95 ${quantile(each, 0.95).toFixed(1)} ms until it arrived`,
      )
    note(`bare POSTs of the same size (reference): ${count(median(bare))} a second`)
    const [left] = await owner`select count(*)::int as n from notifications.delivery where state <> 'delivered'`
    const [all] = await owner`select count(*)::int as n from notifications.delivery where kind = 'webhook'`
    note(`${count(all?.n)} deliveries, ${left?.n} of them not delivered`)
    await close(server)
    receiver.close()
    await Promise.all([owner.end(), made.close()])
  })

const insertChannels = (owner: Sql, url: string) => owner`
  insert into notifications.channel (user_id, id, kind, destination, secret, confirmed_at, created_at)
  select 'person-' || n, gen_random_uuid(), 'webhook', ${url}, ${`whsec_${Buffer.alloc(24, 7).toString('base64')}`}, now(), now()
  from generate_series(0, ${people - 1}::int) as n`

const notifier = (databaseUrl: string) =>
  makeFunction(
    definition,
    { ...sampleSettings(definition), DATABASE_URL: databaseUrl, WEBHOOK_ALLOW: '127.0.0.0/8' },
    {
      publisher: { publish: async () => {}, close: async () => {} },
      alarms: localAlarms({ ring: async () => {} }),
      outboxTimer: { after() {} },
      log,
    },
  )

function dueEvent(userId: string) {
  const task = { ...exampleTask, id: randomUUID() }
  const data = { ...reminderDue.example, task, firedAt: now().toISOString() }
  return someEvent({ userId, topic: 'reminders', type: reminderDue.type, subject: task.id, data })
}

async function perSecond(many: number, send: (i: number) => Promise<void>): Promise<number> {
  const began = performance.now()
  let next = 0
  const worker = async () => {
    while (next < many) await send(next++)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return (many / (performance.now() - began)) * 1_000
}
