import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test, vi } from 'vitest'
import { root } from '../../../functions/kit/root.ts'
import { type CollectedSpan, spanCollector } from '../../../functions/kit/testing/collected-spans.ts'
import { mcpRequest } from '../../../functions/laptop/testing/mcp-request.ts'
import { startSystem } from '../../../functions/laptop/testing/start-system.ts'
import { mailServer } from '../../../functions/notifier/testing/mail-server.ts'
import { tracePicture, traceText } from '../watching/trace-picture.ts'
import { ownKafka } from './testing/own-kafka.ts'

vi.setConfig({ testTimeout: 300_000 })
const soon = { timeout: 120_000, interval: 100 }
const minuteMs = 60_000

const click = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' }

test('one trace goes from a click through Kafka to the next occurrence; the alarm and the mail of its day are linked to it', async () => {
  const mail = await mailServer()
  const collector = await spanCollector()
  const { ask } = await startSystem({
    EVENTS: 'kafka',
    KAFKA_BROKERS: (await ownKafka()).brokers,
    SMTP_URL: mail.url,
    MAIL_FROM: 'zerodue@example.com',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  })
  const channel = await ask<{ id: string }>('POST', '/api/channels', { kind: 'email', address: 'ana@example.com' })
  const token = /token is: (\S+)/.exec(mail.received[0]?.parts.get('text/plain') ?? '')?.[1]
  await ask('POST', `/api/channels/${channel.id}/confirm`, { token })

  // The occurrence of today is due in one minute, or two.
  const at = new Date(Math.ceil((Date.now() + 20_000) / minuteMs) * minuteMs)
  const [, time = ''] = /T(\d\d:\d\d)/.exec(at.toISOString()) ?? []
  const due = { date: new Date(at.getTime() - 1_440 * minuteMs).toISOString().slice(0, 10), time, zone: 'UTC' }
  const task = await ask('POST', '/api/tasks', {
    title: 'Water the plants',
    due,
    repeat: { rule: 'FREQ=DAILY' },
    reminders: [{ before: 'PT0M' }],
  })
  const traceparent = `00-${click.traceId}-${click.spanId}-01`
  await ask('POST', `/api/tasks/${task.id}/complete`, undefined, { traceparent })
  await vi.waitFor(() => expect(mail.received).toHaveLength(2), soon)

  const { spans } = collector
  const named = (name: string) => spans.find(one => one.name === name)
  await vi.waitFor(
    () => expect(named('send email') && named('handle zerodue.notification.delivered.v1')).toBeTruthy(),
    soon,
  )
  const fire = () => spans.find(({ name }) => name === 'fire reminder')
  const ofMail = () => spans.filter(({ traceId }) => traceId === fire()?.traceId)
  // Spans are sent a few seconds after they end.
  await vi.waitFor(
    () => expect(namesOf(ofMail())).toContain('audit-sink: handle zerodue.notification.delivered.v1'),
    soon,
  )
  const ofClick = spans.filter(({ traceId }) => traceId === click.traceId)
  keepPicture([...ofClick, ...ofMail()])

  expect(namesOf(ofClick)).toEqual(
    expect.arrayContaining([
      'task-api: POST /api/tasks/{id}/complete',
      'recurrence-handler: handle zerodue.occurrence.ended.v1',
      'task-api: handle zerodue.task.create.v1',
      'reminder-firer: handle zerodue.task.created.v1',
      'audit-sink: handle zerodue.task.created.v1',
      'sync-relay: handle zerodue.task.changed.v1',
    ]),
  )
  const armed = ofClick.find(({ service, name }) => service === 'reminder-firer' && name.includes('task.created'))
  expect(fire()?.links).toContainEqual(expect.objectContaining({ traceId: click.traceId, spanId: armed?.spanId }))
  expect(namesOf(ofMail())).toEqual(
    expect.arrayContaining(['notifier: handle zerodue.reminder.due.v1', 'notifier: send email']),
  )
  expect(orphansIn(spans)).toEqual([])
})

const namesOf = (spans: readonly CollectedSpan[]) => spans.map(({ service, name }) => `${service}: ${name}`)

test('a call of a tool by MCP continues the trace in its _meta, through the API to the handlers of its events', async () => {
  const collector = await spanCollector()
  const { ask, address } = await startSystem({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url })
  const { token } = await ask<{ token: string }>('POST', '/api/me/tokens', {
    name: 'helper',
    scopes: ['read', 'write'],
  })
  const _meta = { traceparent: `00-${click.traceId}-${click.spanId}-01` }
  const { status, result } = await mcpRequest({
    address,
    token,
    method: 'tools/call',
    params: { name: 'add_task', arguments: { title: 'Water the plants' }, _meta },
  })
  expect([status, result?.isError]).toEqual([200, undefined])

  const ofCall = () => collector.spans.filter(({ traceId }) => traceId === click.traceId)
  await vi.waitFor(
    () =>
      expect(namesOf(ofCall())).toEqual(
        expect.arrayContaining([
          'assistant: tool add_task',
          'task-api: POST /api/tasks',
          'audit-sink: handle zerodue.task.created.v1',
          'audit-sink: handle zerodue.assistant.acted.v1',
        ]),
      ),
    soon,
  )
  const tool = ofCall().find(({ name }) => name === 'tool add_task')
  const request = collector.spans.find(({ name }) => name === 'POST /mcp')
  expect(tool?.parentSpanId).toBe(click.spanId)
  expect(tool?.links).toMatchObject([{ traceId: request?.traceId, spanId: request?.spanId }])
})

/** Spans whose parent was never recorded. Only the click itself is in the browser. */
function orphansIn(spans: readonly CollectedSpan[]): string[] {
  const known = new Set([click.spanId, ...spans.map(({ spanId }) => spanId)])
  return spans.filter(({ parentSpanId }) => parentSpanId && !known.has(parentSpanId)).map(({ name }) => name)
}

/** For people: the trace of this run as text and as a picture. */
function keepPicture(spans: readonly CollectedSpan[]): void {
  const folder = path.join(root, 'node_modules/.cache/watching')
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'trace.txt'), traceText(spans))
  writeFileSync(path.join(folder, 'trace.svg'), tracePicture(spans))
}
