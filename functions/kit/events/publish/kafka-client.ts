import type { Kafka, KafkaConfig, LogEntry } from 'kafkajs'
import type { Log } from '../../log.ts'
import type { KafkaConnection } from './kafka-settings.ts'

/** Imports kafkajs lazily: a cold start that publishes nothing does not pay for it. */
export async function kafkaClient(
  connection: KafkaConnection & Pick<KafkaConfig, 'retry'>,
  name: string,
  log: Log,
): Promise<Kafka> {
  const kafkajs = await import('kafkajs')
  silenceNegativeTimeouts()
  return new kafkajs.default.Kafka({
    clientId: `zerodue-${name}`,
    ...connection,
    connectionTimeout: 3_000,
    requestTimeout: 10_000,
    logLevel: kafkajs.default.logLevel.WARN,
    logCreator: () => entry => {
      if (!expected.test(entry.log.message)) log.warn(lineOf(entry))
    },
  })
}

/** kafkajs warns about few retries. We want few: events wait in the outbox instead. */
const expected = /^Limiting retries for the idempotent producer/

/** Logged as a warning even where kafkajs calls it an error: the caller gets a rejection if it stays one. */
function lineOf({ namespace, log: { message, broker, topic, groupId, error } }: LogEntry) {
  return { outcome: 'kafka', namespace, message, broker, topic, groupId, error }
}

let silenced = false

/** kafkajs sets timers with negative delays. Node corrects them and warns once for each process, which tells a reader nothing. */
function silenceNegativeTimeouts(): void {
  if (silenced) return
  silenced = true
  const emit = process.emitWarning
  process.emitWarning = ((warning: string | Error, ...rest: unknown[]) => {
    if (rest[0] !== 'TimeoutNegativeWarning') Reflect.apply(emit, process, [warning, ...rest])
  }) as typeof process.emitWarning
}
