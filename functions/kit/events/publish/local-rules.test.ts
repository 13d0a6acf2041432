import { describe, expect, test } from 'vitest'
import type { Topic } from '../../../domain/events/topics.ts'
import { someEvent } from '../../testing/some-event.ts'
import type { Outgoing } from '../event.ts'
import { likeKafkaSource, pauseBefore } from './deliver.ts'
import { localPublisher } from './local.ts'

interface Call {
  to: string
  id: string
  number: unknown
  headers: Headers
}

/** Subscribers that answer as the test wants. The host of a URL is the name of the subscriber. */
function subscribers(answer: (call: Call, before: Call[]) => number | 'refused connection' | Promise<number>) {
  const calls: Call[] = []
  const at = (name: string) => ({ function: name, url: `http://${name}/` })
  const publisher = (topics: Partial<Record<Topic, string[]>>) =>
    localPublisher({
      authorization: 'Bearer x',
      retries: { most: 3, pauseMs: 1, timeoutMs: 1_000 },
      subscribers: Object.fromEntries(Object.entries(topics).map(([topic, names]) => [topic, names.map(at)])),
      fetch: async (url, init) => {
        const headers = new Headers(init?.headers)
        const { number } = JSON.parse(String(init?.body))
        const call = { to: new URL(String(url)).hostname, id: headers.get('ce-id') ?? '', number, headers }
        const before = [...calls]
        calls.push(call)
        const status = await answer(call, before)
        if (status === 'refused connection')
          throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') })
        return new Response(status === 204 ? null : `the reason for ${status}`, { status })
      },
    })
  return { calls, publisher, to: (name: string) => calls.filter(call => call.to === name) }
}

const all = { 'task-events': ['one'], 'dead-letters': ['keeper'] } as const
const topics = { 'task-events': [...all['task-events']], 'dead-letters': [...all['dead-letters']] }

test('the exponential backoff is that of KafkaSource', () => {
  expect([1, 2, 3].map(retry => pauseBefore(retry, likeKafkaSource))).toEqual([600, 1200, 2400])
  expect(likeKafkaSource.most).toBe(10)
})

test.each([500, 502, 503, 404, 408, 409, 429, 'refused connection'] as const)(
  'a delivery is retried after %s',
  async status => {
    const bus = subscribers((_, before) => (before.length < 2 ? status : 204))
    await bus.publisher(topics).publish([someEvent()])
    expect(bus.calls.map(({ to }) => to)).toEqual(['one', 'one', 'one'])
  },
)

test.each([400, 401, 403, 413, 422, 301])('after %s the event goes to the dead letters at once', async status => {
  const event = someEvent()
  const bus = subscribers(({ to }) => (to === 'keeper' ? 204 : status))
  await bus.publisher(topics).publish([event])
  expect(bus.calls.map(({ to }) => to)).toEqual(['one', 'keeper'])
  const { headers } = bus.to('keeper')[0] ?? {}
  expect(headers?.get('ce-id')).toBe(event.id)
  expect(headers?.get('ce-knativeerrordest')).toBe('http://one/')
  expect(headers?.get('ce-knativeerrorcode')).toBe(String(status))
  expect(Buffer.from(headers?.get('ce-knativeerrordata') ?? '', 'base64').toString()).toBe(`the reason for ${status}`)
})

test('an event that fails every time goes to the dead letters after the last retry', async () => {
  const bus = subscribers(({ to }) => (to === 'keeper' ? 204 : 'refused connection'))
  await bus.publisher(topics).publish([someEvent()])
  expect(bus.calls.map(({ to }) => to)).toEqual(['one', 'one', 'one', 'one', 'keeper'])
  expect(bus.to('keeper')[0]?.headers.get('ce-knativeerrorcode')).toBe('0')
})

describe('publishing rejects, so that the outbox keeps the event, when a dead letter', () => {
  test('has no subscriber', async () => {
    const bus = subscribers(() => 400)
    await expect(bus.publisher({ 'task-events': ['one'] }).publish([someEvent()])).rejects.toThrow(
      'http://one/ answered 400',
    )
  })

  test('is refused by its subscriber', async () => {
    const bus = subscribers(() => 400)
    await expect(bus.publisher(topics).publish([someEvent()])).rejects.toThrow('no subscriber accepted the dead letter')
  })
})

describe('the order of events', () => {
  const numbered = (userId: string, number: number): Outgoing => someEvent({ userId, data: { number } })

  test('of one user is kept at each subscriber, through every retry', async () => {
    const seen = new Map<string, number>()
    const bus = subscribers(({ id }) => {
      const times = (seen.get(id) ?? 0) + 1
      seen.set(id, times)
      return times < 3 ? 503 : 204
    })
    const publisher = bus.publisher(topics)
    await Promise.all([1, 2, 3, 4].map(number => publisher.publish([numbered('ana', number)])))
    expect(bus.calls.map(({ number }) => number)).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4])
  })

  test('of one user delays no other user, and a slow subscriber delays no other subscriber', async () => {
    const stuck = Promise.withResolvers<number>()
    const bus = subscribers(({ to, number }) => (to === 'slow' && number === 1 ? stuck.promise : 204))
    const publisher = bus.publisher({ 'task-events': ['slow', 'quick'] })
    const first = publisher.publish([numbered('ana', 1), numbered('ana', 2)])
    await publisher.publish([numbered('bob', 3)])
    const numbers = (name: string) => bus.to(name).map(({ number }) => number)
    await expect.poll(() => numbers('quick').sort()).toEqual([1, 2, 3])
    expect(numbers('slow')).toEqual([1, 3])
    stuck.resolve(204)
    await first
    expect(numbers('slow')).toEqual([1, 3, 2])
  })

  test('continues after a dead letter', async () => {
    const bus = subscribers(({ to, number }) => (to === 'one' && number === 1 ? 400 : 204))
    await bus.publisher(topics).publish([numbered('ana', 1), numbered('ana', 2)])
    expect(bus.to('one').map(({ number }) => number)).toEqual([1, 2])
  })
})

test('closing stops the retries and rejects, so that the outbox keeps the events', async () => {
  const firstRequest = Promise.withResolvers<void>()
  const publisher = localPublisher({
    authorization: 'Bearer x',
    subscribers: { 'task-events': [{ function: 'one', url: 'http://one/' }] },
    fetch: async () => {
      firstRequest.resolve()
      return new Response('later', { status: 503 })
    },
  })
  const published = publisher.publish([someEvent(), someEvent()])
  const outcome = expect(published).rejects.toThrow()
  await firstRequest.promise
  await publisher.close()
  await outcome
})

describe('an event that waits for its next retry', () => {
  /** Pauses that end only when the test says so. */
  function handPauses() {
    const waiting: { ms: number; end: () => void }[] = []
    const pause = (ms: number, stop: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        const pending = { ms, end: resolve }
        waiting.push(pending)
        stop.addEventListener('abort', () => {
          waiting.splice(waiting.indexOf(pending), 1)
          reject(stop.reason)
        })
      })
    const next = async () => {
      await expect.poll(() => waiting.length).toBe(1)
      return waiting.shift() as (typeof waiting)[number]
    }
    return { pause, next }
  }

  /** A subscriber that answers as `state` says, and a publisher whose pauses end by hand. */
  function bus(state: { status: (id: string) => number }) {
    const calls: string[] = []
    const pauses = handPauses()
    const publisher = localPublisher({
      authorization: 'Bearer x',
      subscribers: { 'task-events': [{ function: 'one', url: 'http://one/' }] },
      pause: pauses.pause,
      fetch: async (_, init) => {
        const id = new Headers(init?.headers).get('ce-id') ?? ''
        calls.push(id)
        const status = state.status(id)
        return new Response(status === 204 ? null : '', { status })
      },
    })
    return { publisher, pauses, calls }
  }

  async function endShortest(pauses: ReturnType<typeof handPauses>) {
    const shortest = await pauses.next()
    expect(shortest.ms).toBe(600)
    shortest.end()
  }

  const [anas, bobs] = [someEvent({ userId: 'ana' }), someEvent({ userId: 'bob' })]

  test('goes when its subscriber was away and answers another event, and not only after its backoff', async () => {
    const state = { status: () => 503 }
    const { publisher, pauses, calls } = bus(state)
    const published = publisher.publish([anas])
    await endShortest(pauses)
    for (let failure = 2; failure <= 6; failure++) {
      await endShortest(pauses)
      const rest = await pauses.next()
      expect(rest.ms).toBe(300 * 2 ** failure - 600)
      if (failure < 6) rest.end()
    }
    state.status = () => 204
    await publisher.publish([bobs])
    await published
    expect(calls.at(-1)).toBe(anas.id)
  })

  test('waits out its backoff when it failed for a reason of its own', async () => {
    const { publisher, pauses, calls } = bus({ status: id => (id === anas.id && calls.length < 3 ? 500 : 204) })
    const published = publisher.publish([anas])
    await endShortest(pauses)
    await endShortest(pauses)
    const rest = await pauses.next()
    await publisher.publish([bobs])
    expect(calls.filter(id => id === anas.id)).toHaveLength(2)
    rest.end()
    await published
    expect(calls).toEqual([anas.id, anas.id, bobs.id, anas.id])
  })
})

test('publishing to a topic without subscribers succeeds', async () => {
  await subscribers(() => 500)
    .publisher({})
    .publish([someEvent({ topic: 'reminders' })])
})
