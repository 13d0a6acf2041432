import { expect, test } from 'vitest'
import { counted } from '../testing/probe.ts'
import { BrokerAway, type Outgoing, Unpublishable } from './event.ts'
import { isUnavailable } from './patience.ts'
import { publishFirst } from './stateless.ts'

const received = (id: string) => ({
  ...{ id, source: '/zerodue/test', type: counted.type, subject: undefined, time: '2026-11-21T09:30:00.000Z' },
  ...{ userId: 'ana', traceparent: undefined, extensions: {}, data: {}, raw: {} },
})

test('a redelivery publishes the same events with the same ids, and another event publishes other ids', async () => {
  const published: Outgoing[] = []
  const publisher = { publish: async (events: Outgoing[]) => void published.push(...events), close: async () => {} }
  const take = publishFirst({ publisher, functionName: 'echo' })
  const deliver = (id: string) =>
    take([received(id)], async (_, { emit }) => {
      for (const number of [1, 2]) await emit(counted, { time: new Date(0), data: { number } })
    })

  for (const id of ['a', 'a', 'b']) await deliver(id)

  expect(published.slice(2, 4)).toEqual(published.slice(0, 2))
  expect(new Set(published.map(({ id }) => id)).size).toBe(4)
})

test.each([
  ['is retried while the broker is away', new BrokerAway('no broker'), true],
  ['becomes a dead letter when the broker never accepts its command', new Unpublishable('too large'), false],
])('an event %s', async (_, error, retried) => {
  const publisher = { publish: () => Promise.reject(error), close: async () => {} }
  const take = publishFirst({ publisher, functionName: 'echo' })
  const failure = await take([received('a')], (__, { emit }) =>
    emit(counted, { time: new Date(0), data: { number: 1 } }),
  ).catch((caught: unknown) => caught)
  expect(failure).toBeInstanceOf(Error)
  expect(isUnavailable(failure)).toBe(retried)
})
