import path from 'node:path'
import { expect, inject, onTestFinished, test } from 'vitest'
import { daprClient } from '../../../functions/kit/dapr-client.ts'
import type { Publisher } from '../../../functions/kit/events/event.ts'
import { daprPublisher, pubsubName } from '../../../functions/kit/events/publish/dapr.ts'
import { freePort } from '../../../functions/kit/http/free-port.ts'
import { createLog } from '../../../functions/kit/log.ts'
import { away, there } from '../../../functions/kit/readiness/part.ts'
import { root } from '../../../functions/kit/root.ts'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import { publisherContract } from '../../../functions/kit/testing/publisher-contract.ts'
import { someEvent } from '../../../functions/kit/testing/some-event.ts'
import { temporaryFolder } from '../../../functions/kit/testing/temporary.ts'
import { startKafkaSource } from '../../../functions/laptop/kafka-source/kafka-source.ts'
import { publisherByClient } from './by-dapr-client.ts'
import { contractSource } from './contract-source.ts'
import { startDapr } from './dapr.ts'
import { startKafka } from './kafka.ts'

const log = createLog('contract', 'silent')

/** A daprd with its own Kafka, a publisher, and a source that delivers the events to the subscriber. */
const busOf = (publisherOf: (endpoint: string) => Promise<Publisher>) => async (subscriberUrl: string) => {
  const { folder, remove } = temporaryFolder()
  const kafka = await startKafka({ folder: path.join(folder, 'kafka') })
  await kafka.createTopics(['task-events'])
  const dapr = await startDapr({
    appId: 'contract',
    appPort: Number(new URL(subscriberUrl).port),
    resources: path.join(root, 'dapr-components'),
    folder: path.join(folder, 'dapr'),
    env: { KAFKA_BROKERS: kafka.brokers },
  })
  const publisher = await publisherOf(dapr.endpoint)
  const source = await startKafkaSource({
    source: contractSource,
    url: subscriberUrl,
    connection: { brokers: [kafka.brokers] },
    log,
  })
  return {
    publisher,
    goAway: dapr.kill,
    comeBack: dapr.restart,
    close: async () => {
      await Promise.all([publisher.close(), source.stop()])
      await Promise.all([dapr.stop(), kafka.stop()])
      remove()
    },
  }
}

publisherContract(
  "Dapr's pub/sub over Kafka",
  busOf(async endpoint => daprPublisher({ endpoint })),
)

publisherContract(
  "Dapr's pub/sub over Kafka by @dapr/dapr, a second implementation",
  busOf(async endpoint => publisherByClient(await daprClient({ endpoint }))),
)

test('the SDK of Dapr returns an error of publishing, which ours throws', async () => {
  const folder = newFolder()
  const dapr = await startDapr({ appId: 'contract', appPort: await freePort(), resources: folder, folder })
  onTestFinished(dapr.stop)
  const client = await daprClient(dapr)
  onTestFinished(() => client.stop())

  const { error } = await client.pubsub.publish(pubsubName, 'task-events', {})
  expect(error).toBeInstanceOf(Error)
  await expect(daprPublisher(dapr).publish([someEvent()])).rejects.toThrow('Dapr refused an event for task-events')
})

test('a daprd is away as a broker when it does not run or lacks the component, and is there again when it is back', async () => {
  const without = newFolder()
  const bare = await startDapr({ appId: 'bare', appPort: await freePort(), resources: without, folder: without })
  onTestFinished(bare.stop)
  expect(await daprPublisher(bare).ask?.()).toEqual(away(`daprd has no component ${pubsubName}.`))

  const dapr = await startDapr({
    appId: 'contract',
    appPort: await freePort(),
    resources: path.join(root, 'dapr-components'),
    folder: newFolder(),
    env: { KAFKA_BROKERS: inject('kafkaBrokers') },
  })
  onTestFinished(dapr.stop)
  const { ask } = daprPublisher(dapr)
  expect(await ask?.()).toEqual(there)
  await dapr.kill()
  expect(await ask?.()).toEqual(away('daprd does not answer (ECONNREFUSED).'))
  await dapr.restart()
  expect(await ask?.()).toEqual(there)
})
