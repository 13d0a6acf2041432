import { afterEach, expect, test } from 'vitest'
import { currentTraceparent, type EndedSpan, inSpan, recordSpans, sampleTraces } from './span.ts'
import { isAmong, readTrace } from './trace-context.ts'

const spans: EndedSpan[] = []
recordSpans(span => void spans.push(span))
afterEach(() => {
  spans.length = 0
  sampleTraces(1)
})

const traceId = '0af7651916cd43dd8448eb211c80319c'
const from = `00-${traceId}-b7ad6b7169203331-01`

test('work at a door continues the trace of its caller, and what it calls continues it without knowing', async () => {
  let inner: string | null = null
  await inSpan({ name: 'door', kind: 'server', from }, () =>
    inSpan({ name: 'part' }, async () => {
      inner = currentTraceparent()
    }),
  )
  const [part, door] = spans
  expect(door).toMatchObject({ name: 'door', trace: { traceId }, parent: 'b7ad6b7169203331' })
  expect(part).toMatchObject({ name: 'part', trace: { traceId }, parent: door?.trace.spanId })
  expect(inner).toBe(`00-${traceId}-${part?.trace.spanId}-01`)
  expect(currentTraceparent()).toBeNull()
})

test.each([
  undefined,
  '',
  'nonsense',
  `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
  `01-${traceId}-b7ad6b7169203331-01`,
  7,
])('a door without a usable traceparent (%s) begins a trace, whatever is in progress around it', async given => {
  await inSpan({ name: 'around' }, () => inSpan({ name: 'door', from: given }, () => {}))
  const [door, around] = spans
  expect(door?.parent).toBeUndefined()
  expect(door?.trace.traceId).toMatch(/^[0-9a-f]{32}$/)
  expect(door?.trace.traceId).not.toBe(around?.trace.traceId)
})

test('work that slept since is a trace of its own, with links to the work that set it and the work that woke it', async () => {
  await inSpan({ name: 'alarm', from: undefined }, () => inSpan({ name: 'fire', after: from }, () => {}))
  const [fire, alarm] = spans
  expect(fire?.parent).toBeUndefined()
  expect(fire?.trace.traceId).not.toBe(traceId)
  expect(fire?.links).toEqual([readTrace(from), alarm?.trace])
})

test('work that goes on in the same trace is a part of it, without a link', async () => {
  await inSpan({ name: 'event', from }, () => inSpan({ name: 'send', after: from }, () => {}))
  const [send, event] = spans
  expect(send).toMatchObject({ trace: { traceId }, parent: event?.trace.spanId, links: [] })
})

test('a trace that is found only in the body of an event is continued from there on', async () => {
  await inSpan({ name: 'event', from: undefined }, async span => {
    span.continue(from)
    await inSpan({ name: 'part' }, () => {})
  })
  const [part, event] = spans
  expect(event).toMatchObject({ trace: { traceId }, parent: 'b7ad6b7169203331' })
  expect(part).toMatchObject({ trace: { traceId }, parent: event?.trace.spanId })
})

test('a failure is named by its kind, without its message, and reaches the caller', async () => {
  const failing = inSpan({ name: 'part' }, () => Promise.reject(new RangeError('the title of a task')))
  await expect(failing).rejects.toThrow('the title of a task')
  expect(spans).toMatchObject([{ failure: 'RangeError' }])
  expect(JSON.stringify(spans)).not.toContain('title')
})

test('a caller that does not record its trace is not recorded here, and its events say so', async () => {
  await inSpan({ name: 'door', from: from.replace(/01$/, '00') }, () => {
    expect(currentTraceparent()).toMatch(/-00$/)
  })
  expect(spans).toEqual([])
})

test('of the traces that begin here the share is recorded, each with all its parts or none', async () => {
  sampleTraces(0.25)
  for (let i = 0; i < 2_000; i++)
    await inSpan({ name: 'door', from: undefined }, () => inSpan({ name: 'part' }, () => {}))
  const byTrace = Map.groupBy(spans, ({ trace }) => trace.traceId)
  expect(byTrace.size).toBeGreaterThan(350)
  expect(byTrace.size).toBeLessThan(650)
  for (const [id, parts] of byTrace) {
    expect(parts).toHaveLength(2)
    expect(isAmong(0.25, id)).toBe(true)
  }
})
