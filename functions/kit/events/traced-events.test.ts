import { afterEach, expect, test } from 'vitest'
import { defineFunction } from '../define-function.ts'
import { type EndedSpan, recordSpans } from '../telemetry/span.ts'
import { userHash } from '../telemetry/user-hash.ts'
import { measured } from '../testing/measured.ts'
import { counted } from '../testing/probe.ts'
import { someEvent } from '../testing/some-event.ts'
import { newUser, start } from '../testing/start.ts'
import { structuredBody, structuredType } from './cloud-event.ts'
import { on } from './handler.ts'

/** Answers each number below 3 with the next one. It borrows the schema and role of notifier. */
const relay = defineFunction({ name: 'notifier', schema: 'notifications', deps: () => ({}) }).does({
  emits: [counted],
  on: [
    on(counted, async ({ data }, { emit }) => {
      if (data.number < 3) await emit(counted, { time: new Date(0), data: { number: data.number + 1 } })
    }),
  ],
})

const spans: EndedSpan[] = []
const measurements = measured()
recordSpans(span => void spans.push(span))
const { app, deliver, published, clock, delivery } = await start(relay)
afterEach(() => {
  for (const list of [spans, measurements, published]) list.length = 0
})

const traceId = '0af7651916cd43dd8448eb211c80319c'
const traceparent = `00-${traceId}-b7ad6b7169203331-01`

test('a consumer continues the trace of an event, and its own events carry it on', async () => {
  const userId = newUser()
  await deliver(someEvent({ userId, traceparent, data: { number: 1 } }))
  const [span] = spans
  expect(span).toMatchObject({
    name: `handle ${counted.type}`,
    kind: 'consumer',
    trace: { traceId },
    parent: 'b7ad6b7169203331',
    attributes: { function: 'notifier', outcome: 'handled', 'user.hash': userHash(userId) },
  })
  expect(published).toMatchObject([{ traceparent: `00-${traceId}-${span?.trace.spanId}-01` }])
})

test('a structured event, which has its trace only in its body, continues it too', async () => {
  const event = { ...someEvent({ traceparent, data: { number: 3 } }), source: '/test' }
  const answer = await app.request('/', {
    method: 'POST',
    headers: { 'content-type': structuredType, authorization: delivery },
    body: structuredBody(event),
  })
  expect(answer.status).toBe(204)
  expect(spans).toMatchObject([{ trace: { traceId }, parent: 'b7ad6b7169203331' }])
})

test('an event without a trace begins one, which its events carry on', async () => {
  await deliver(someEvent({ traceparent: null, data: { number: 2 } }))
  expect(spans[0]?.parent).toBeUndefined()
  expect(published).toMatchObject([{ traceparent: `00-${spans[0]?.trace.traceId}-${spans[0]?.trace.spanId}-01` }])
})

test('deliveries are measured by type and outcome, with their delay since the time of the event', async () => {
  const time = new Date(clock.now.getTime() - 7_000).toISOString()
  const event = someEvent({ time, data: { number: 3 } })
  for (let i = 0; i < 2; i++) await deliver(event)
  await deliver(someEvent({ type: 'zerodue.unknown.v1' }))
  expect(spans.map(({ name }) => name)).toEqual([`handle ${counted.type}`, `handle ${counted.type}`, 'event'])
  const by = (name: string) => measurements.filter(one => one.name === name)
  const common = { function: 'notifier', type: counted.type }
  expect(by('zerodue.events.duration')).toMatchObject([
    { ...common, outcome: 'handled' },
    { ...common, outcome: 'duplicate' },
    { function: 'notifier', type: 'none', outcome: 'ignored' },
  ])
  expect(by('zerodue.events.delay')).toMatchObject([{ ...common, value: 7 }])
})
