import { randomUUID } from 'node:crypto'
import { Kafka, logLevel } from 'kafkajs'
import { describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import { catalog } from '../../../functions/domain/events/catalog.ts'
import { batchEvent, maxBatched } from '../../../functions/kit/core/batch-event.ts'
import { packed } from '../../../functions/kit/events/batch.ts'
import { kafkaPublisher } from '../../../functions/kit/events/publish/kafka.ts'
import { createLog } from '../../../functions/kit/log.ts'
import { someEvent } from '../../../functions/kit/testing/some-event.ts'
import { mostRecordBytes } from '../../../functions/laptop/kafka-source/create-missing-topics.ts'
import { startSystem } from '../../../functions/laptop/testing/start-system.ts'
import { eventSchema } from '../../schemas/event-schemas.ts'
import { largest } from '../../schemas/largest.ts'
import { type HostileRecord, hostileRecords } from '../attacks/hostile-records.ts'
import { type Person, signUp } from '../attacks/people.ts'
import { createTopics } from '../platform/kafka.ts'
import { ownKafka } from './testing/own-kafka.ts'

vi.setConfig({ testTimeout: 180_000 })
const OPERATOR_TOKEN = 'an-operator-with-a-token-of-32-characters'
const topic = 'task-commands'
/** All records go into one partition, so that a record that gets stuck would hold up everything after it. */
const partition = 0

test("a hostile producer holds up nobody: each of its records is refused, set apart or ignored, and another person's command is carried out within seconds", async () => {
  const { brokers } = await ownKafka()
  const { ask, address } = await startSystem({ EVENTS: 'kafka', KAFKA_BROKERS: brokers, OPERATOR_TOKEN })
  const [attacked, other] = [await signUp(address), await signUp(address)]
  const write = await writer(brokers)

  const names = new Map<string, string>()
  const records = hostileRecords(attacked.userId, mostRecordBytes)
  for (const { name, value, headers } of records) {
    const offset = await write(value, headers)
    for (const id of idsOf({ value, headers }, offset)) names.set(id, name)
  }
  await expect(write(Buffer.alloc(mostRecordBytes), {})).rejects.toThrow()
  const command = { userId: other.userId, title: 'After the storm' }
  const began = performance.now()
  await write(JSON.stringify(command), commandHeaders)

  const list = <T>({ cookie }: Person, path: string) => ask<Page<T>>('GET', path, undefined, { cookie })
  const titles = async () => (await list<{ title: string }>(other, '/api/tasks')).items.map(({ title }) => title)
  await vi.waitFor(async () => expect(await titles()).toEqual(['After the storm']), { timeout: 30_000, interval: 50 })
  expect(performance.now() - began).toBeLessThan(10_000)

  // The partition is in order, so task-api has answered all records before this command.
  const fated = (fate: HostileRecord['fate']) =>
    records.flatMap(record => (record.fate === fate ? record.name : [])).sort()
  const operator = { authorization: `Bearer ${OPERATOR_TOKEN}` }
  const named = (ids: string[]) => ids.map(id => names.get(id) ?? id.slice(0, 80)).sort()
  await vi.waitFor(
    async () => {
      const { items } = await ask<Page<Letter>>('GET', '/api/dead-letters?limit=100', undefined, operator)
      const own = items.filter(({ destination }) => destination.endsWith('/events/task-api'))
      expect(named(own.map(({ event }) => event.id ?? ''))).toEqual(fated('dead letter'))
      expect(new Set(own.map(({ status }) => status))).toEqual(new Set([400, 413]))
    },
    { timeout: 30_000, interval: 200 },
  )
  await vi.waitFor(
    async () => {
      const refusals = await list<Refused>(attacked, '/api/audit?type=zerodue.command.refused.v1&limit=100')
      expect(named(refusals.items.map(({ data }) => data.command.id))).toEqual(fated('refused'))
    },
    { timeout: 30_000, interval: 200 },
  )
  expect((await list(attacked, '/api/tasks')).items).toHaveLength(fated('carried out').length)
})

describe('a real broker accepts the largest event of each type:', () => {
  const published = catalog.filter(({ type, topic }) => type !== batchEvent.type && topic !== null)
  const largestOf = (type: (typeof catalog)[number]) =>
    someEvent({ type: type.type, topic: type.topic ?? '', data: largest(eventSchema(type)) as object })

  test.each(published)('$type', async type => {
    await (await publisher()).publish([largestOf(type)])
  })

  test.each(published)('a batch of $type', async type => {
    const batches = packed(Array.from({ length: maxBatched }, () => largestOf(type)))
    for (const batch of batches) await (await publisher()).publish([{ ...batch, source: '/zerodue/test' }])
  })
})

interface Page<T> {
  items: T[]
}

interface Letter {
  event: { id: string | null }
  destination: string
  status: number
}

interface Refused {
  data: { command: { id: string } }
}

const commandHeaders = {
  'content-type': 'application/json',
  ce_specversion: '1.0',
  ce_source: '/crm',
  ce_type: 'zerodue.task.create.v1',
  ce_id: randomUUID(),
}

/** Writes one record and returns its offset. */
async function writer(brokers: string) {
  const client = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING })
  const producer = client.producer({ retry: { retries: 1 } })
  await producer.connect()
  onTestFinished(() => producer.disconnect())
  return async (value: Buffer | string, headers: Record<string, string>): Promise<string> => {
    const [written] = await producer.send({ topic, messages: [{ partition, value, headers }] })
    if (!written?.baseOffset) throw new Error('The broker returned no offset.')
    return written.baseOffset
  }
}

/** The ids that a source may give to a record: its own, or its place. A batch is known by the ids inside, too. */
function idsOf({ value, headers }: Pick<HostileRecord, 'value' | 'headers'>, offset: string): string[] {
  const text = String(value)
  const inside = [...text.slice(0, 2_000).matchAll(/"id":"([^"]+)"/g)].map(([, id = '']) => id)
  // The list of dead letters replaces what Postgres cannot store.
  return [headers.ce_id?.replaceAll('\0', '\ufffd') ?? '', `partition:${partition}/offset:${offset}`, ...inside].filter(
    Boolean,
  )
}

let topicsCreated: Promise<void> | undefined

async function publisher() {
  const brokers = inject('kafkaBrokers')
  topicsCreated ??= createTopics(brokers, [...new Set(catalog.flatMap(({ topic }) => topic ?? []))], 1)
  await topicsCreated
  const publisher = kafkaPublisher({ connection: { brokers: [brokers] }, functionName: 'test', log: silent })
  onTestFinished(() => publisher.close())
  return publisher
}

const silent = createLog('test', 'silent')
