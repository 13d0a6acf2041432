import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { kafkaClient } from '../../../functions/kit/events/publish/kafka-client.ts'
import { freePort } from '../../../functions/kit/http/free-port.ts'
import { createLog } from '../../../functions/kit/log.ts'
import { build } from '../../build/tools.ts'
import { kafkaJars } from './kafka-jars.ts'
import { type Secured, scramUser, secureListener } from './secure-listener.ts'
import { startServer } from './server.ts'

export interface RealKafka {
  brokers: string
  secured?: Secured
  createTopics(topics: string[], partitions?: number): Promise<void>
  stop(): Promise<void>
  /** With SIGKILL. Acknowledged records must still exist after `restart`. */
  kill(): Promise<void>
  /** At the same address, with the same data. */
  restart(): Promise<void>
}

const small = ['-Xms128m', '-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1']
const logging = '-Dorg.slf4j.simpleLogger.defaultLogLevel=info'

export interface KafkaOptions {
  folder: string
  port?: number
  /** The address to listen on. */
  host?: string
  /** The port that clients use when a proxy is between them and the broker. */
  advertised?: number
  /** The port of a second listener, with TLS and SASL. */
  securePort?: number
}

/** A real Apache Kafka with one node. It keeps all its data in the folder. */
export async function startKafka({
  folder,
  host = '127.0.0.1',
  port,
  advertised,
  securePort,
}: KafkaOptions): Promise<RealKafka> {
  const classpath = await kafkaJars()
  const own = port ?? (await freePort())
  const settings = path.join(folder, 'server.properties')
  const java = (...args: string[]) => [...small, logging, '-cp', classpath, ...args]
  let secured: Secured | undefined
  if (!existsSync(settings)) {
    mkdirSync(folder, { recursive: true })
    const secure = securePort === undefined ? undefined : await secureListener(folder, securePort)
    secured = secure?.secured
    const plain = properties({
      folder,
      host,
      port: own,
      advertised: advertised ?? own,
      controller: await freePort(),
      securePort,
    })
    writeFileSync(settings, plain + (secure?.properties ?? ''))
    // With `=`, because one id in sixty-four begins with a dash and would look like an option.
    const cluster = `--cluster-id=${randomBytes(16).toString('base64url')}`
    await build('java', java('kafka.tools.StorageTool', 'format', cluster, '-c', settings, ...scramUser), {
      cwd: folder,
    })
  }
  const start = async () => {
    const server = startServer({
      command: 'java',
      args: java('kafka.Kafka', settings),
      cwd: folder,
      log: path.join(folder, 'kafka.log'),
    })
    await server.prints(/Kafka Server started/)
    return server
  }
  let server = await start()
  const brokers = `${host}:${own}`
  return {
    brokers,
    ...(secured && { secured }),
    createTopics: (topics, partitions = 3) => createTopics(brokers, topics, partitions),
    stop: () => server.stop(),
    kill: () => server.kill(),
    restart: async () => {
      await server.stop()
      server = await start()
    },
  }
}

export async function createTopics(brokers: string, topics: string[], numPartitions: number): Promise<void> {
  const client = await kafkaClient({ brokers: [brokers] }, 'topics', createLog('kafka', 'error'))
  const admin = client.admin()
  await admin.connect()
  try {
    await admin.createTopics({ waitForLeaders: true, topics: topics.map(topic => ({ topic, numPartitions })) })
  } finally {
    await admin.disconnect()
  }
}

interface Listening {
  folder: string
  host: string
  port: number
  advertised: number
  controller: number
  securePort: number | undefined
}

/** Kafka's quick start with one node, with short timeouts so that it recovers quickly from a SIGKILL. */
const properties = ({ folder, host, port, advertised, controller, securePort }: Listening) => {
  const secure = securePort === undefined ? '' : `,SECURE://127.0.0.1:${securePort}`
  return `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controller}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listeners=PLAINTEXT://${host}:${port},CONTROLLER://127.0.0.1:${controller}${secure}
advertised.listeners=PLAINTEXT://${host}:${advertised}${secure}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL
log.dirs=${path.join(folder, 'data')}
auto.create.topics.enable=false
offsets.topic.num.partitions=1
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
broker.session.timeout.ms=2000
broker.heartbeat.interval.ms=500
log.cleaner.dedupe.buffer.size=8388608
`
}
