import type { Kafka, LogEntry } from 'kafkajs'
import type { Log } from '../../log.ts'
import type { KafkaConnection } from './kafka-settings.ts'

/** Loads kafkajs only now: a function that is woken by a person and tells nobody anything does not pay for it. */
export async function kafkaClient(connection: KafkaConnection, name: string, log: Log): Promise<Kafka> {
  const kafkajs = await import('kafkajs')
  silenceNegativeTimeouts()
  return new kafkajs.default.Kafka({
    clientId: `zerodue-${name}`,
    ...connection,
    connectionTimeout: 3_000,
    requestTimeout: 10_000,
    logLevel: kafkajs.default.logLevel.WARN,
    logCreator: () => entry => {
      if (!idle.test(entry.log.message)) log.warn(lineOf(entry))
    },
  })
}

/** That the retries are few is meant so: what does not leave soon waits in an outbox. */
const idle = /^Limiting retries for the idempotent producer/

/** What kafkajs calls an error we have not given up on yet: whoever asked is told by a rejection. */
function lineOf({ namespace, log: { message, broker, topic, groupId, error } }: LogEntry) {
  return { outcome: 'kafka', namespace, message, broker, topic, groupId, error }
}

let silenced = false

/** kafkajs sets timers to moments that have passed. Node corrects and reports that, once a process, to everybody's surprise. */
function silenceNegativeTimeouts(): void {
  if (silenced) return
  silenced = true
  const emit = process.emitWarning
  process.emitWarning = ((warning: string | Error, ...rest: unknown[]) => {
    if (rest[0] !== 'TimeoutNegativeWarning') Reflect.apply(emit, process, [warning, ...rest])
  }) as typeof process.emitWarning
}
