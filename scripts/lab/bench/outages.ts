import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import auditSink from '../../../functions/audit-sink/function.ts'
import type { Outgoing, Publisher } from '../../../functions/kit/events/event.ts'
import { kafkaPublisher } from '../../../functions/kit/events/publish/kafka.ts'
import { freePort } from '../../../functions/kit/http/free-port.ts'
import { createLog } from '../../../functions/kit/log.ts'
import { connect } from '../../../functions/kit/postgres/connect.ts'
import { startEmbeddedPostgres } from '../../../functions/kit/postgres/embedded.ts'
import { migrate } from '../../../functions/kit/postgres/migrate.ts'
import { root } from '../../../functions/kit/root.ts'
import { sampleSettings } from '../../../functions/kit/settings/samples.ts'
import { someEvent } from '../../../functions/kit/testing/some-event.ts'
import { temporaryFolder } from '../../../functions/kit/testing/temporary.ts'
import { startKafkaSource } from '../../../functions/laptop/kafka-source/kafka-source.ts'
import { readSources } from '../../../functions/laptop/kafka-source/manifest.ts'
import { FunctionProcess } from '../faults/function-process.ts'
import type { RealKafka } from '../platform/kafka.ts'
import { readTopic } from '../platform/topic.ts'
import { figure, note } from './parts/figure.ts'
import { withKafka } from './parts/kafka.ts'
import { scaled } from './parts/scale.ts'

const log = createLog('bench', 'silent')
const targetSeconds = 15
const people = Array.from({ length: 12 }, () => randomUUID())
/** The events of each part: in flight when the database stops, queued at once, and queued in the middle of the outage. */
const perPart = 60

/**
 * The database of audit-sink stops for 1, 5 and 20 minutes, each in an installation of its own on one Kafka, with the retries of
 * the manifest. The figure is the time from the recovery to the last event; the reference has no outage.
 */
export const bench = (): Promise<void> =>
  withKafka(async kafka => {
    const outages = [60, 300, 1_200].map(seconds => scaled(seconds, 2))
    await kafka.createTopics([0, ...outages].flatMap(topicsOf))
    const [reference, ...all] = await Promise.all([0, ...outages].map(seconds => handleAfter(kafka, seconds)))
    for (const { outage, seconds, faults } of all) {
      const good = seconds <= targetSeconds && !faults.length
      figure(`last event after ${outage} s without a database`, `${seconds.toFixed(1)} s`, '<= 15 s', good)
      note(faults.length ? faults.join('; ') : `${3 * perPart} events, each once, in the order of its person`)
    }
    note(`the same number of events without an outage: ${reference?.seconds.toFixed(1)} s`)
  })

/** For the events, and for the dead letters. */
const topicsOf = (outage: number): [string, string] => [`outage-${outage}`, `outage-${outage}-dead`]

async function handleAfter(kafka: RealKafka, outage: number) {
  const { folder, remove } = temporaryFolder()
  const { url, ...first } = await startEmbeddedPostgres({ folder })
  let postgres: { stop(): Promise<void> } = first
  const owner = connect(url, undefined, { connections: 1 })
  const [topic, dead] = topicsOf(outage)
  const publisher = kafkaPublisher({ connection: { brokers: [kafka.brokers] }, functionName: 'bench', log })
  await migrate(url)
  const { audit, source } = await startFunction(url, folder, kafka.brokers, { topic, dead })
  const sent: Outgoing[] = []
  const publish = async () => void sent.push(...(await publishSome(publisher, topic, sent.length)))
  const handled = () => owner<{ id: string; who: string }[]>`select id, user_id as who from audit.entry order by seq`
  const allHandled = async () => {
    while ((await handled()).length < sent.length) await pause(50)
  }
  try {
    await publish()
    await allHandled()
    let recovered = performance.now()
    if (outage) {
      await publish()
      await postgres.stop()
      const stopped = performance.now()
      await publish()
      await pause((outage * 1_000) / 2)
      await publish()
      await pause(stopped + outage * 1_000 - performance.now())
      postgres = await startEmbeddedPostgres({ folder })
      recovered = performance.now()
    } else for (let part = 0; part < 3; part++) await publish()
    await allHandled()
    const seconds = (performance.now() - recovered) / 1_000
    const refused = await readTopic({ brokers: [kafka.brokers] }, dead)
    return { outage, seconds, faults: faultsOf(sent, await handled(), refused.length) }
  } finally {
    await source.stop()
    await Promise.all([audit.end(), publisher.close(), owner.end({ timeout: 1 })])
    await postgres.stop()
    remove()
  }
}

/** audit-sink in a process of its own, and the stand-in for its KafkaSource. */
async function startFunction(
  databaseUrl: string,
  folder: string,
  brokers: string,
  at: { topic: string; dead: string },
) {
  const secret = randomUUID() + randomUUID()
  const { EVENTS_WAIT_MS: _, ...sample } = sampleSettings(auditSink)
  const env = { ...sample, DATABASE_URL: databaseUrl, KAFKA_BROKERS: brokers, EVENTS_SECRET: secret }
  const audit = new FunctionProcess({ name: auditSink.name, port: await freePort(), env, folder })
  const address = await audit.ready
  const manifest = readSources(path.join(root, 'knative')).find(({ name }) => name === auditSink.name)
  if (!manifest) throw new Error(`There is no KafkaSource ${auditSink.name}: correct this bench.`)
  const source = await startKafkaSource({
    source: { ...manifest, topics: [at.topic], group: at.topic, deadLetters: at.dead },
    url: `${address}/?delivery=${secret}`,
    connection: { brokers: [brokers] },
    log,
  })
  return { audit, source }
}

async function publishSome(publisher: Publisher, topic: string, before: number): Promise<Outgoing[]> {
  const events = Array.from({ length: perPart }, (_, i) =>
    someEvent({ topic, userId: people[i % people.length] ?? '', data: { number: before + i } }),
  )
  await publisher.publish(events)
  return events
}

function faultsOf(sent: Outgoing[], handled: readonly { id: string; who: string }[], refused: number): string[] {
  const inOrder = people.every(person => {
    const [wanted, got] = [sent.filter(({ userId }) => userId === person), handled.filter(({ who }) => who === person)]
    return wanted.map(({ id }) => id).join() === got.map(({ id }) => id).join()
  })
  return [
    ...(handled.length === sent.length ? [] : [`${handled.length} of ${sent.length} events`]),
    ...(inOrder ? [] : ['not in order']),
    ...(refused ? [`${refused} dead letters`] : []),
  ]
}
