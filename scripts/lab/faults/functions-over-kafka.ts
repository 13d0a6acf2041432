import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { freePort } from '../../../functions/kit/http/free-port.ts'
import { createLog } from '../../../functions/kit/log.ts'
import { root } from '../../../functions/kit/root.ts'
import { testIssuer } from '../../../functions/kit/testing/issuer.ts'
import { createMissingTopics } from '../../../functions/laptop/kafka-source/create-missing-topics.ts'
import { startKafkaSources } from '../../../functions/laptop/kafka-source/kafka-source.ts'
import { type Delivery, readSources } from '../../../functions/laptop/kafka-source/manifest.ts'
import { FunctionProcess } from './function-process.ts'

export interface OverKafka {
  databaseUrl: string
  brokers: string
  /** For what the processes say. */
  folder: string
}

interface HowToDeliver {
  /** Functions whose sources show a credential that nobody knows. */
  strangersTo?: string[]
  delivery?: Delivery
}

/** Functions as in a cluster: each in a process of its own, told by the sources of the manifests over a real Kafka. */
export async function functionsOverKafka({ databaseUrl, brokers, folder }: OverKafka) {
  const connection = { brokers: [brokers] }
  await createMissingTopics(connection)
  const issuer = await testIssuer()
  const keys = createServer((_, response) => response.end(JSON.stringify(issuer.jwks)))
  await new Promise<void>(listening => keys.listen(0, '127.0.0.1', listening))
  const secret = randomUUID() + randomUUID()
  const env = {
    DATABASE_URL: databaseUrl,
    EVENTS: 'kafka',
    KAFKA_BROKERS: brokers,
    EVENTS_SECRET: secret,
    AUTH_SECRET: secret,
    CURSOR_SECRET: secret,
    OPERATOR_TOKEN: secret,
    PUBLIC_URL: 'http://localhost',
    JWT_ISSUER: issuer.issuer,
    JWT_AUDIENCE: issuer.audience,
    JWKS_URL: `http://127.0.0.1:${(keys.address() as AddressInfo).port}/`,
  }
  const running: FunctionProcess[] = []
  /** Where events for a function go: to the first one of its name. */
  const addressOf = (name: string) => running.find(one => one.name === name)?.address
  return {
    operator: { authorization: `Bearer ${secret}` },
    person: async (user: string) => ({ authorization: `Bearer ${await issuer.token(user)}` }),
    async start(name: string): Promise<FunctionProcess> {
      const started = new FunctionProcess({ name, port: await freePort(), env, folder })
      running.push(started)
      return started
    },
    deliver: ({ strangersTo = [], delivery }: HowToDeliver = {}) =>
      startKafkaSources({
        sources: readSources(path.join(root, 'knative')).map(source => ({ ...source, ...(delivery && { delivery }) })),
        connection,
        urlOf: name => addressOf(name) && `${addressOf(name)}/?delivery=${strangersTo.includes(name) ? 'x' : secret}`,
        log: createLog('kafka-source', 'silent'),
      }),
    async close() {
      await Promise.all(running.map(one => one.end()))
      keys.close()
    },
  }
}
