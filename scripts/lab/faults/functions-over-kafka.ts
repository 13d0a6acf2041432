import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { freePort } from '../../../functions/kit/http/free-port.ts'
import { createLog } from '../../../functions/kit/log.ts'
import { root } from '../../../functions/kit/root.ts'
import { createMissingTopics } from '../../../functions/laptop/kafka-source/create-missing-topics.ts'
import { startKafkaSources } from '../../../functions/laptop/kafka-source/kafka-source.ts'
import { type Delivery, readSources } from '../../../functions/laptop/kafka-source/manifest.ts'
import { publishedIssuer } from '../platform/jwks.ts'
import { FunctionProcess } from './function-process.ts'

export interface OverKafka {
  databaseUrl: string
  brokers: string
  /** The folder for the output of the processes. */
  folder: string
  /** More settings of every function. */
  settings?: Record<string, string>
}

interface HowToDeliver {
  /** Functions whose sources send no credential. */
  noCredentialFor?: string[]
  delivery?: Delivery
}

/** Functions as in a cluster: each in a process of its own, with the KafkaSources of the manifests over a real Kafka. */
export async function functionsOverKafka({ databaseUrl, brokers, folder, settings = {} }: OverKafka) {
  const connection = { brokers: [brokers] }
  await createMissingTopics(connection)
  const issuer = await publishedIssuer()
  const secret = randomUUID() + randomUUID()
  const env = {
    DATABASE_URL: databaseUrl,
    EVENTS: 'kafka',
    KAFKA_BROKERS: brokers,
    EVENTS_SECRET: secret,
    AUTH_SECRET: secret,
    ASSISTANT_SECRET: secret,
    CURSOR_SECRET: secret,
    OPERATOR_TOKEN: secret,
    // The whole history of each device is compared.
    UPDATES_KEPT: '1000000',
    PUBLIC_URL: 'http://localhost',
    ...issuer.settings,
    ...settings,
  }
  const running: FunctionProcess[] = []
  /** Events for a function go to its first process. */
  const addressOf = (name: string) => running.find(one => one.name === name)?.address
  return {
    operator: { authorization: `Bearer ${secret}` },
    person: async (user: string) => ({ authorization: `Bearer ${await issuer.token(user)}` }),
    async start(name: string): Promise<FunctionProcess> {
      const started = new FunctionProcess({ name, port: await freePort(), env, folder })
      running.push(started)
      return started
    },
    deliver: ({ noCredentialFor = [], delivery }: HowToDeliver = {}) =>
      startKafkaSources({
        sources: readSources(path.join(root, 'knative')).map(source => ({ ...source, ...(delivery && { delivery }) })),
        connection,
        urlOf: name =>
          addressOf(name) && `${addressOf(name)}/${noCredentialFor.includes(name) ? '' : `?delivery=${secret}`}`,
        log: createLog('kafka-source', 'silent'),
      }),
    async close() {
      await Promise.all(running.map(one => one.end()))
      await issuer.close()
    },
  }
}
