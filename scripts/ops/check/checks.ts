import { topics } from '../../../functions/domain/events/topics.ts'
import { kafkaClient } from '../../../functions/kit/events/publish/kafka-client.ts'
import { type KafkaSettings, kafkaConnection } from '../../../functions/kit/events/publish/kafka-settings.ts'
import { createLog } from '../../../functions/kit/log.ts'
import { connect } from '../../../functions/kit/postgres/connect.ts'
import { pendingMigrations } from '../../../functions/kit/postgres/migrate.ts'

/** Lines that begin with `ok:` or `wrong:`. They name a server by its host and never show a password. */
type Lines = Promise<string[]>

const patienceMs = 10_000
const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

export async function checkDatabase(databaseUrl: string): Lines {
  const { host, pathname } = new URL(databaseUrl)
  const sql = connect(databaseUrl, undefined, { connections: 1 })
  try {
    const pending = await pendingMigrations(sql)
    if (!pending.length) return [`ok: the database ${host}${pathname} has the newest schema`]
    return [
      `wrong: The database ${host}${pathname} lacks ${pending.map(({ name }) => name).join(', ')}. Deploying runs them.`,
    ]
  } catch (error) {
    return [`wrong: The database ${host}${pathname} cannot be used: ${reasonOf(error)}`]
  } finally {
    await sql.end({ timeout: 1 })
  }
}

export async function checkKafka(settings: KafkaSettings): Lines {
  const connection = kafkaConnection(settings)
  const where = connection.brokers.join(', ')
  const client = await kafkaClient(connection, 'check', createLog('kafka', 'silent'))
  const admin = client.admin({ retry: { retries: 1 } })
  try {
    await admin.connect()
    const there = await admin.listTopics()
    const missing = topics.filter(topic => !there.includes(topic))
    if (!missing.length) return [`ok: Kafka at ${where} has all topics`]
    return [`wrong: Kafka at ${where} lacks ${missing.join(', ')}. Deploying makes them.`]
  } catch (error) {
    return [`wrong: Kafka at ${where} cannot be used: ${reasonOf(error)}`]
  } finally {
    await admin.disconnect()
  }
}

export async function checkDapr(endpoint: string): Lines {
  const status = await statusOf(`${endpoint}/v1.0/healthz/outbound`)
  if (status === 204 || status === 200) return [`ok: daprd at ${endpoint} can set alarms`]
  return [
    `wrong: daprd at ${endpoint} cannot set alarms (${status}): then only sweeps wake its function. Its pod's log says more.`,
  ]
}

/** Wakes task-api where it is the issuer. */
export async function checkKeys(jwksUrl: string): Lines {
  const status = await statusOf(jwksUrl)
  if (status === 200) return [`ok: the keys of tokens are at ${jwksUrl}`]
  return [`wrong: The keys of tokens are not at ${jwksUrl} (${status}): functions other than task-api let nobody in.`]
}

async function statusOf(url: string): Promise<number | string> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(patienceMs) })).status
  } catch (error) {
    return reasonOf(error instanceof Error && error.cause ? error.cause : error)
  }
}
