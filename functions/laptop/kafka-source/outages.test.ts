import path from 'node:path'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { onAny } from '../../kit/events/handler.ts'
import { patience, untilItHeals } from '../../kit/events/patience.ts'
import { receive } from '../../kit/events/receive.ts'
import { createLog } from '../../kit/log.ts'
import { root } from '../../kit/root.ts'
import { deliver } from './deliver.ts'
import { readSources, type Source } from './manifest.ts'
import type { Request } from './record.ts'

const sources = readSources(path.join(root, 'knative')).filter(({ topics }) => !topics.includes('dead-letters'))
const request: Request = {
  attributes: { specversion: '1.0', id: '1', source: '/a', type: 'b', time: '2026-11-21T09:30:00Z' },
  contentType: 'application/json',
  body: Buffer.from('{}'),
  traceparent: undefined,
}
const never = new AbortController().signal
const minutes = 60_000

class Clock {
  ms = 0
  readonly now = () => this.ms
  readonly pause = async (ms: number) => {
    this.ms += ms
  }
}

/** The delivery of each source on a clock that only pauses move forward. */
function onAClock(source: Source, functionOn: (clock: Clock) => (init: RequestInit) => unknown) {
  const clock = new Clock()
  const { pause } = clock
  const answer = functionOn(clock)
  const fetch = async (_: string, init: RequestInit) => (await answer(init)) as Response
  return { clock, delivered: deliver(request, 'http://f/', source.delivery, never, { fetch, pause }) }
}

/** The moments at which a function with this error behind its door tries to handle the event. */
async function triesOf(source: Source, error: Error): Promise<number[]> {
  const tries: number[] = []
  const { delivered } = onAClock(source, clock => {
    const { now, pause } = clock
    const onClock = { ...patience(), now, pause }
    const door = receive<undefined>(
      {
        admit: async () => ({}),
        take: async () => {
          tries.push(clock.ms)
          throw error
        },
        wait: handle => untilItHeals(handle, onClock, never),
        log: createLog('test', 'silent'),
      },
      [onAny(async () => {})],
    )
    const app = new Hono().post('/', door)
    return init => app.request('/', init)
  })
  await delivered
  return tries
}

/** How long after each possible end of an outage the next try comes, at most. */
function latest(tries: number[], longestOutageMs: number): number {
  let worst = 0
  for (let outageMs = 1_000; outageMs <= longestOutageMs; outageMs += 100)
    worst = Math.max(worst, (tries.find(at => at >= outageMs) ?? Number.POSITIVE_INFINITY) - outageMs)
  return worst
}

const databaseAway = Object.assign(new Error('away'), { code: 'ECONNREFUSED' })

test.each(sources)(
  '$name delivers within 15 s of the end of any outage of its database up to 30 minutes',
  async source => {
    expect(latest(await triesOf(source, databaseAway), 30 * minutes)).toBeLessThanOrEqual(15_000)
  },
)

test.each(sources)(
  '$name goes on for 30 minutes where nothing answers, and delivers within 20 s of the end',
  async source => {
    const tries: number[] = []
    const { delivered } = onAClock(source, clock => () => {
      tries.push(clock.ms)
      throw new TypeError('fetch failed')
    })
    await delivered
    // In a cluster Knative holds a request while its function starts, and this wait is shorter.
    expect(latest(tries, 18 * minutes)).toBeLessThanOrEqual(15_000)
    expect(latest(tries, 30 * minutes)).toBeLessThanOrEqual(20_000)
  },
)

test.each(sources)('$name holds up no other event for one that is refused for good', async source => {
  const { clock, delivered } = onAClock(source, () => () => new Response('no', { status: 400 }))
  expect((await delivered)?.answer?.status).toBe(400)
  expect(clock.ms).toBe(0)
})

test.each(sources)(
  '$name holds up its partition for less than a second until a function sets an event aside',
  async source => {
    let attempts = 0
    const { clock, delivered } = onAClock(
      source,
      () => () => new Response(null, { status: ++attempts < 3 ? 500 : 204 }),
    )
    expect(await delivered).toBeUndefined()
    expect(clock.ms).toBeLessThan(1_000)
  },
)
