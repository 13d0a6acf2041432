import * as v from 'valibot'
import { type Topic, topics } from '../../../functions/domain/events/topics.ts'
import { daprClient, reasonOf } from '../../../functions/kit/dapr-client.ts'
import type { DaprConnection } from '../../../functions/kit/events/publish/dapr-settings.ts'
import { kafkaClient } from '../../../functions/kit/events/publish/kafka-client.ts'
import { type KafkaSettings, kafkaConnection } from '../../../functions/kit/events/publish/kafka-settings.ts'
import { createLog } from '../../../functions/kit/log.ts'
import { connect } from '../../../functions/kit/postgres/connect.ts'
import { pendingMigrations } from '../../../functions/kit/postgres/migrate.ts'
import { askInWords } from '../../../functions/kit/readiness/in-words.ts'

/** Lines that begin with `ok:`, `note:` or `wrong:`. They name a server by its host and never show a password. */
type Lines = Promise<string[]>

const patienceMs = 10_000

export async function checkDatabase(databaseUrl: string): Lines {
  const { host, pathname } = new URL(databaseUrl)
  const sql = connect(databaseUrl, undefined, { connections: 1 })
  try {
    const pending = await pendingMigrations(sql)
    if (!pending.length) return [`ok: the database ${host}${pathname} has the newest schema`]
    return [
      `wrong: The database ${host}${pathname} lacks ${pending.map(({ name }) => name).join(', ')}: deploy again, which applies them.`,
    ]
  } catch (error) {
    return [`wrong: The database ${host}${pathname} does not work: ${reasonOf(error)}`]
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/** Events that a function could not publish or handle wait for an operator. */
export async function checkSetAside(databaseUrl: string): Lines {
  const sql = connect(databaseUrl, undefined, { connections: 1 })
  try {
    const schemas = await sql<{ name: string }[]>`
      select relnamespace::regnamespace::text as name from pg_class where relname = 'set_aside' and relkind = 'r' order by 1`
    const lines: string[] = []
    for (const { name } of schemas) {
      const rows = await sql<{ type: string; reason: string; count: number }[]>`
        select type, reason, count(*)::int as count from ${sql(`${name}.set_aside`)}
        where set_aside_at is not null group by type, reason order by count desc, type, reason limit 5`
      for (const { type, reason, count } of rows)
        lines.push(
          `wrong: ${count} ${count === 1 ? 'event' : 'events'} ${type} in the schema ${name} could not be published or handled (${reason}). Mend the cause, then list and replay them at /api/set-aside/<function> with the OPERATOR_TOKEN.`,
        )
    }
    return lines.length ? lines : ['ok: no event is set aside']
  } catch (error) {
    return [`wrong: The events that are set aside cannot be counted: ${reasonOf(error)}`]
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/** The dead letters that audit-sink refused. No function reads this topic. */
const parked = 'parked' satisfies Topic

function parkedLines(partitions: { low: string; high: string }[]): string[] {
  const count = partitions.reduce((sum, { low, high }) => sum + Number(high) - Number(low), 0)
  if (!count) return []
  const records = count === 1 ? '1 dead letter waits' : `${count} dead letters wait`
  return [
    `wrong: ${records} in the topic ${parked}, because audit-sink refused to keep them. Read them with a Kafka client; each has the reason in its header ce_knativeerrordata. Mend the cause, write them to the topic dead-letters again, and delete the records of ${parked}.`,
  ]
}

export async function checkKafka(settings: KafkaSettings): Lines {
  const connection = kafkaConnection(settings)
  const where = connection.brokers.join(', ')
  const client = await kafkaClient(connection, 'check', createLog('kafka', 'silent'))
  const admin = client.admin({ retry: { retries: 1 } })
  try {
    await admin.connect()
    const existing = await admin.listTopics()
    const missing = topics.filter(topic => !existing.includes(topic))
    const lines = existing.includes(parked) ? parkedLines(await admin.fetchTopicOffsets(parked)) : []
    if (!missing.length) return [`ok: Kafka at ${where} has all topics`, ...lines]
    return [
      `wrong: Kafka at ${where} lacks the topics ${missing.join(', ')}: deploy again, which creates them.`,
      ...lines,
    ]
  } catch (error) {
    return [`wrong: Kafka at ${where} does not work: ${reasonOf(error)}`]
  } finally {
    await admin.disconnect()
  }
}

/** The metadata of a daprd. The type in its SDK lacks the version and the scheduler. */
const Metadata = v.object({
  id: v.string(),
  runtimeVersion: v.string(),
  components: v.optional(v.array(v.object({ name: v.string(), type: v.string() })), []),
  scheduler: v.optional(v.object({ connected_addresses: v.optional(v.array(v.string()), []) }), {}),
})

/** Whether a daprd answers, with its version, its scheduler and its components. */
export async function checkDapr(connection: DaprConnection, wanted: string[] = []): Lines {
  const where = `at ${connection.endpoint}`
  try {
    // Not stopped: the check of another daprd may be at work.
    const client = await daprClient(connection)
    const { id, runtimeVersion, components, scheduler } = v.parse(Metadata, await client.metadata.get())
    const daprd = `daprd ${id} (${runtimeVersion}) ${where}`
    const lacking = wanted.filter(name => !components.some(component => component.name === name))
    const wrong = [
      ...(scheduler.connected_addresses.length
        ? []
        : [
            `wrong: ${daprd} has no scheduler, so only sweeps wake its function: check that the pod dapr-scheduler runs.`,
          ]),
      ...lacking.map(name => `wrong: ${daprd} has no component ${name}: dapr-components/README.md says how to add it.`),
    ]
    if (wrong.length) return wrong
    const has = components.map(({ name, type }) => `${name} (${type})`).join(', ') || 'no components'
    return [`ok: ${daprd} has the scheduler ${scheduler.connected_addresses.join(', ')} and ${has}`]
  } catch (error) {
    return [`wrong: ${reasonOf(error)}. Only sweeps wake its function: read the log of its pod.`]
  }
}

/** What a function says of its parts. It starts for this if it sleeps. */
export const checkFunction = (address: string): Lines =>
  askInWords(address, new URL(address).hostname.split('.')[0] ?? address)

/** Where task-api is the issuer, this check wakes it. */
export async function checkKeys(jwksUrl: string): Lines {
  const status = await statusOf(jwksUrl)
  if (status === 200) return [`ok: ${jwksUrl} has the keys that verify tokens`]
  return [
    `wrong: ${jwksUrl} has no keys (${status}), so every function but task-api refuses all tokens: correct JWKS_URL.`,
  ]
}

async function statusOf(url: string): Promise<number | string> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(patienceMs) })).status
  } catch (error) {
    return reasonOf(error)
  }
}
