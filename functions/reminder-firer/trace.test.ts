import { expect, test } from 'vitest'
import { type EndedSpan, recordSpans } from '../kit/telemetry/span.ts'
import { measured } from '../kit/testing/measured.ts'
import { at, due, reminderFirer } from './testing/reminder-firer.ts'

const spans: EndedSpan[] = []
const measurements = measured()
recordSpans(span => void spans.push(span))

test('a reminder fires in a trace of its own, linked to the event that has set it; its events carry that trace on', async () => {
  const { person, until, published } = await reminderFirer(at('01:00'))
  const ana = person()
  await ana.create({ due, reminders: [{ before: 'PT0M' }] })
  const set = spans.find(({ name }) => name === 'handle zerodue.task.created.v1')
  await until(at('07:00'))

  const fired = spans.find(({ name }) => name === 'fire reminder')
  expect(set).toBeDefined()
  expect(fired?.trace.traceId).not.toBe(set?.trace.traceId)
  expect(fired?.links).toContainEqual(set?.trace)
  expect(published.map(({ traceparent }) => traceparent)).toEqual(
    Array(2).fill(`00-${fired?.trace.traceId}-${fired?.trace.spanId}-01`),
  )
})

test('how late a reminder fires is measured', async () => {
  const { person, firer, clock } = await reminderFirer(at('01:00'))
  await person().create({ due, reminders: [{ before: 'PT0M' }] })
  measurements.length = 0
  clock.now = new Date('2026-11-21T07:00:42.000Z')
  await firer.run()
  expect(measurements.filter(({ name }) => name === 'zerodue.reminders.lateness')).toMatchObject([{ value: 42 }])
})
