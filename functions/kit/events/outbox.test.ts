import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createLog } from '../log.ts'
import { probeDatabase } from '../testing/probe.ts'
import { someEvent } from '../testing/some-event.ts'
import { BrokerAway, type OutboxEvent, type Outgoing, type Publisher, Unpublishable } from './event.ts'
import { createOutbox, type OutboxOptions } from './outbox.ts'
import { insertEvents } from './outbox-table.ts'

const { sql, owner } = await probeDatabase()
afterEach(async () => {
  await owner`delete from tasks.outbox`
  await owner`delete from tasks.set_aside`
})

/** A broker in the hands of the test. */
function broker(more: Partial<Publisher> = {}) {
  const taken: Outgoing[] = []
  const state = { away: false, calls: 0 }
  const publisher: Publisher = {
    async publish(events) {
      state.calls++
      if (state.away) throw new BrokerAway('the broker is down')
      taken.push(...events)
    },
    close: async () => {},
    ...more,
  }
  return { publisher, taken, state, ids: () => taken.map(({ id }) => id) }
}

function outboxOf(publisher: Publisher, more: Partial<OutboxOptions> = {}) {
  const alarms: number[] = []
  const outbox = createOutbox({
    sql,
    schema: 'tasks',
    functionName: 'test',
    publisher,
    retryTimer: { after: delayMs => void alarms.push(delayMs) },
    log: createLog('test', 'silent'),
    ...more,
  })
  return { ...outbox, alarms }
}

async function committed(count: number, more: Partial<OutboxEvent> = {}): Promise<OutboxEvent[]> {
  const events = Array.from({ length: count }, () => someEvent(more))
  await sql.begin(async tx => {
    await tx`select set_config('app.user', ${more.userId ?? 'ana'}, true)`
    await insertEvents(tx, 'tasks', events)
  })
  return events
}

const idsOf = (events: OutboxEvent[]) => events.map(({ id }) => id)
const waiting = async () =>
  (await owner<{ id: string }[]>`select id from tasks.outbox where published_at is null order by id`).map(
    ({ id }) => id,
  )

test('committed events are published with their source, and marked as published', async () => {
  const { publisher, taken } = broker()
  const events = await committed(3)
  await outboxOf(publisher).publish(events)
  expect(taken).toEqual(events.map(event => ({ ...event, source: '/zerodue/test' })))
  expect(await waiting()).toEqual([])
})

test('after a crash between publishing and marking, a sweep publishes the same events again', async () => {
  const first = broker()
  const events = await committed(3)
  await first.publisher.publish(events.map(event => ({ ...event, source: '/zerodue/test' })))

  const second = broker()
  expect(await outboxOf(second.publisher).sweep()).toBe(3)
  expect(second.taken).toEqual(first.taken)
  expect(await outboxOf(second.publisher).sweep()).toBe(0)
})

describe('while the broker is down', () => {
  test('publishing never rejects, tries the broker only once, and sets the retry timer, also for each later event', async () => {
    const { publisher, state } = broker()
    const outbox = outboxOf(publisher)
    state.away = true
    for (let i = 0; i < 10; i++) await outbox.publish(await committed(1))
    expect(state.calls).toBe(1)
    expect(outbox.alarms).toEqual(Array(10).fill(1_000))
    expect(await waiting()).toHaveLength(10)
  })

  test('sweeps reject, with exponential backoff up to 5 s', async () => {
    const { publisher, state } = broker()
    const outbox = outboxOf(publisher)
    state.away = true
    await committed(1)
    for (let i = 0; i < 8; i++) await expect(outbox.sweep()).rejects.toThrow('the broker is down')
    expect(outbox.alarms).toEqual([1_000, 2_000, 4_000, ...Array(5).fill(5_000)])
  })

  test('events wait, and all are published in their order after it recovers, also those that come meanwhile', async () => {
    const { publisher, state, ids } = broker()
    const outbox = outboxOf(publisher, { pageSize: 4 })
    state.away = true
    const events = await committed(10)
    await outbox.publish(events)
    state.away = false
    const [, late] = await Promise.all([
      outbox.sweep(),
      (async () => {
        const more = await committed(5)
        await outbox.publish(more)
        return more
      })(),
    ])
    expect(ids()).toEqual(idsOf([...events, ...late]))
    expect(await waiting()).toEqual([])
    const after = await committed(1)
    await outbox.publish(after)
    expect(ids().at(-1)).toBe(after[0]?.id)
  })
})

test('a sweep also publishes events that are committed while it ends', async () => {
  const { publisher, state } = broker()
  const outbox = outboxOf({
    ...publisher,
    publish: async events => {
      await publisher.publish(events)
      if (state.calls === 2) await outbox.publish(await committed(1))
    },
  })
  state.away = true
  await outbox.publish(await committed(1))
  state.away = false
  await outbox.sweep()
  expect(await waiting()).toEqual([])
})

test('many requests that fail at the same time count as one failure', async () => {
  const { publisher, state } = broker()
  const outbox = outboxOf(publisher)
  state.away = true
  const events = await committed(20)
  await Promise.all(events.map(event => outbox.publish([event])))
  expect(new Set(outbox.alarms)).toEqual(new Set([1_000]))
})

test('a request waits only up to the limit for a broker that does not answer', async () => {
  const slow = Promise.withResolvers<void>()
  const { publisher } = broker({ publish: () => slow.promise })
  const outbox = outboxOf(publisher, { waitMs: 20 })
  await outbox.publish(await committed(1))
  expect(await waiting()).toHaveLength(1)
  slow.resolve()
  await expect.poll(waiting).toEqual([])
})

describe('a sweep', () => {
  test('publishes every page, and an event that commits late with an earlier id', async () => {
    const { publisher, ids } = broker()
    const outbox = outboxOf(publisher, { pageSize: 10 })
    const events = await committed(95)
    expect(await outbox.sweep()).toBe(95)
    const [early] = await committed(1, { id: '00000000-0000-7000-8000-000000000001' })
    expect(await outbox.sweep()).toBe(1)
    expect(ids()).toEqual([...idsOf(events), early?.id])
  })

  test('by two replicas at the same time loses nothing', async () => {
    const { publisher, ids } = broker()
    const events = await committed(200)
    const replicas = [outboxOf(publisher, { pageSize: 7 }), outboxOf(publisher, { pageSize: 11 })]
    await Promise.all(replicas.map(one => one.sweep()))
    expect(new Set(ids())).toEqual(new Set(idsOf(events)))
    expect(await waiting()).toEqual([])
  })

  test('skips the events that this process has in flight', async () => {
    const slow = Promise.withResolvers<void>()
    const calls: string[][] = []
    const { publisher } = broker({
      publish: async events => {
        calls.push(idsOf(events))
        await slow.promise
      },
    })
    const outbox = outboxOf(publisher, { waitMs: 1 })
    const events = await committed(2)
    await outbox.publish(events)
    expect(await outbox.sweep()).toBe(0)
    slow.resolve()
    expect(calls).toEqual([idsOf(events)])
  })
})

describe('an event that the broker refuses', () => {
  const poison = (more: object = {}) => ({ data: { poison: true, ...more } })
  const isPoison = ({ data }: Outgoing) => 'poison' in data
  const setAside = () =>
    owner<{ event_id: string; tries: number; reason: string; set_aside: boolean }[]>`
      select event_id, tries, reason, set_aside_at is not null as set_aside from tasks.set_aside order by id`

  function picky(error: () => Error = () => new Error('refused')) {
    const taken: Outgoing[] = []
    const publisher: Publisher = {
      async publish(events) {
        if (events.some(isPoison)) throw error()
        taken.push(...events)
      },
      close: async () => {},
    }
    return { publisher, taken, ids: () => taken.map(({ id }) => id) }
  }

  test('does not fail its neighbours, and they keep their order', async () => {
    const { publisher, ids } = picky()
    const before = await committed(3, { userId: 'bob' })
    await committed(1, poison())
    const after = await committed(20, { userId: 'bob' })
    await outboxOf(publisher).sweep()
    expect(ids()).toEqual(idsOf([...before, ...after]))
  })

  test('makes later events of its person wait until it is set aside, after three tries, with the reason', async () => {
    const { publisher, ids } = picky()
    const outbox = outboxOf(publisher)
    const [wrong] = await committed(1, poison())
    const later = await committed(2)
    for (let round = 1; round <= 2; round++) {
      const others = await committed(1, { userId: 'bob' })
      await outbox.sweep()
      expect(ids()).toContain(others[0]?.id)
      expect(ids()).not.toContain(later[0]?.id)
    }
    await committed(1, { userId: 'bob' })
    await outbox.sweep()
    expect(await setAside()).toEqual([{ event_id: wrong?.id, tries: 3, reason: 'Error: refused', set_aside: true }])
    await outbox.sweep()
    expect(ids().slice(-2)).toEqual(idsOf(later))
    expect(await waiting()).toEqual([])
  })

  test('for good is set aside at once, also alone', async () => {
    const { publisher } = picky(() => new Unpublishable('too large'))
    const [wrong] = await committed(1, poison())
    await outboxOf(publisher).sweep()
    expect(await setAside()).toMatchObject([{ event_id: wrong?.id, tries: 1, set_aside: true }])
    expect(await waiting()).toEqual([])
  })

  test('right after its commit is found by the next sweep, which the timer starts at once', async () => {
    const { publisher } = picky()
    const outbox = outboxOf(publisher)
    await outbox.publish(await committed(1, poison()))
    expect(outbox.alarms).toEqual([0])
  })

  test('is not at fault where the broker accepts nothing', async () => {
    const { publisher } = broker({
      publish: async () => {
        throw new Error('every topic is gone')
      },
    })
    const outbox = outboxOf(publisher)
    await committed(50)
    for (let round = 0; round < 5; round++) await expect(outbox.sweep()).rejects.toThrow('every topic is gone')
    expect(await setAside()).toEqual([])
    expect(await waiting()).toHaveLength(50)
  })

  test('of a topic that is gone waits, and the events of other topics go on', async () => {
    const taken: Outgoing[] = []
    const { publisher } = broker({
      publish: async events => {
        if (events.some(({ topic }) => topic === 'reminders')) throw new Error('no such topic')
        taken.push(...events)
      },
    })
    await committed(20, { topic: 'reminders' })
    const others = await committed(3)
    await outboxOf(publisher).sweep()
    expect(idsOf(taken)).toEqual(idsOf(others))
    expect(await setAside()).toEqual([])
    expect(await waiting()).toHaveLength(20)
  })
})

describe('where each event succeeds or fails on its own', () => {
  test('a stuck event stays in the outbox and holds up no other', async () => {
    const stuck = someEvent({ id: randomUUID(), data: { stuck: true } })
    const { publisher } = broker({
      oneByOne: true,
      publish: async ([event]) => {
        if (event?.id === stuck.id) throw new Error('refused')
      },
    })
    const outbox = outboxOf(publisher)
    const events = await committed(5)
    await committed(1, stuck)
    await outbox.publish(events.slice(0, 2))
    await outbox.publish([stuck])
    await outbox.sweep()
    await outbox.publish(await committed(1))
    await expect.poll(waiting).toEqual([stuck.id])
    expect(outbox.alarms).toContain(30_000)
  })

  test('a retry that is due while a sweep still waits for another event is not lost', async () => {
    const slow = Promise.withResolvers<void>()
    const failed = Promise.withResolvers<void>()
    const [waits, fails] = [someEvent(), someEvent()]
    let tries = 0
    const { publisher } = broker({
      oneByOne: true,
      publish: async ([event]) => {
        if (event?.id === waits.id) return slow.promise
        if (++tries === 1) throw new BrokerAway('its subscriber is away')
      },
    })
    // The timer rings at once: the sweep that began before is still waiting.
    const outbox: ReturnType<typeof outboxOf> = outboxOf(publisher, {
      retryTimer: {
        after() {
          void outbox.sweep()
          failed.resolve()
        },
      },
    })
    await committed(1, waits)
    await committed(1, fails)
    const swept = outbox.sweep()
    await failed.promise
    slow.resolve()
    await swept
    expect(tries).toBe(2)
    expect(await waiting()).toEqual([])
  })

  test('an answer does not wait for its events', async () => {
    const never = vi.fn(() => new Promise<void>(() => {}))
    const { publisher } = broker({ oneByOne: true, publish: never })
    await outboxOf(publisher).publish(await committed(3))
    expect(never).toHaveBeenCalledTimes(3)
  })
})

test('closing waits for the events in flight and sweeps once more', async () => {
  const slow = Promise.withResolvers<void>()
  const { publisher, ids } = broker()
  const lagging: Publisher = {
    ...publisher,
    publish: async events => {
      await slow.promise
      await publisher.publish(events)
    },
  }
  const outbox = outboxOf(lagging, { waitMs: 1 })
  const events = await committed(1)
  await outbox.publish(events)
  const left = await committed(1)
  const closed = outbox.close()
  slow.resolve()
  await closed
  expect(ids()).toEqual(idsOf([...events, ...left]))
  expect(await waiting()).toEqual([])
})

describe('while the process starts', () => {
  const firstTopics = ['recurrences']
  async function change() {
    const [rest] = await committed(1, { topic: 'task-events' })
    const [first] = await committed(1, { topic: 'recurrences' })
    return { rest: rest as OutboxEvent, first: first as OutboxEvent }
  }

  test('an event that a person waits for goes alone; a sweep publishes the rest four seconds later', async () => {
    const { publisher, ids } = broker()
    const { publish, sweep, alarms } = outboxOf(publisher, { firstTopics, isStarting: () => true })
    const { rest, first } = await change()
    await publish([rest, first])
    expect(ids()).toEqual([first.id])
    expect(alarms).toEqual([4_000])
    expect(await waiting()).toEqual([rest.id])
    await sweep()
    expect(ids()).toEqual([first.id, rest.id])
  })

  test('the rest goes with the next change, and before it', async () => {
    const { publisher, ids } = broker()
    const { publish, alarms } = outboxOf(publisher, { firstTopics, isStarting: () => true })
    const { rest, first } = await change()
    await publish([rest, first])
    const next = await committed(1, { topic: 'task-events' })
    await publish(next)
    expect(ids()).toEqual([first.id, rest.id, ...idsOf(next)])
    expect(alarms).toEqual([4_000])
  })

  test('a change without such an event is published at once', async () => {
    const { publisher, ids } = broker()
    const { publish, alarms } = outboxOf(publisher, { firstTopics, isStarting: () => true })
    const events = await committed(2, { topic: 'task-events' })
    await publish(events)
    expect(ids()).toEqual(idsOf(events))
    expect(alarms).toEqual([])
  })

  test('the end of the process publishes the rest', async () => {
    const { publisher, ids } = broker()
    const { publish, close } = outboxOf(publisher, { firstTopics, isStarting: () => true })
    const { rest, first } = await change()
    await publish([rest, first])
    await close()
    expect(ids()).toEqual([first.id, rest.id])
  })

  test('and in a process that runs for a while, all events of a change go together', async () => {
    const { publisher, state } = broker()
    const { publish } = outboxOf(publisher, { firstTopics, isStarting: () => false })
    const { rest, first } = await change()
    await publish([rest, first])
    expect(state.calls).toBe(1)
    expect(await waiting()).toEqual([])
  })
})
