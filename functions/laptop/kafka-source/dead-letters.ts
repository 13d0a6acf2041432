import { setTimeout as pause } from 'node:timers/promises'
import type { Kafka } from 'kafkajs'
import type { Log } from '../../kit/log.ts'
import type { Source } from './manifest.ts'
import type { Request } from './record.ts'

interface DeadLetters {
  take(request: Request, reason: Record<string, string>, stopped: AbortSignal): Promise<void>
  stop(): Promise<void>
}

const pauseMs = 1_000

/** Writes dead letters as a KafkaSink does: in binary mode, keyed by `partitionkey`. A source without a sink loses the event. */
export async function startDeadLetters(
  client: Kafka,
  { name, deadLetters: topic }: Source,
  log: Log,
): Promise<DeadLetters> {
  const producer = client.producer({ allowAutoTopicCreation: false })
  if (topic) await producer.connect()
  return {
    async take({ attributes, contentType, body }, reason, stopped) {
      const line = { source: name, event: attributes.id, type: attributes.type, code: reason.knativeerrorcode }
      if (!topic) return log.error({ ...line, outcome: 'lost: no dead letter sink' })
      const headers = Object.fromEntries(
        Object.entries({ ...attributes, ...reason }).map(([key, text]) => [`ce_${key}`, text]),
      )
      const message = {
        key: attributes.partitionkey ?? null,
        value: body,
        headers: { ...headers, ...(contentType !== undefined && { 'content-type': contentType }) },
      }
      for (;;) {
        try {
          await producer.send({ topic, acks: -1, messages: [message] })
          return log.warn({ ...line, outcome: 'dead letter' })
        } catch (error) {
          // Knative goes on after any failure of its sink. This stand-in does so only where a retry cannot succeed.
          if (isTooLarge(error))
            return log.error({ ...line, err: error, outcome: 'lost: the dead letter is too large' })
          log.error({ ...line, err: error, outcome: 'the dead letter will be retried' })
          await pause(pauseMs, undefined, { signal: stopped })
        }
      }
    },
    stop: () => producer.disconnect(),
  }
}

/** The errors of a broker that never accepts this record. */
const tooLarge = ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']

/** kafkajs wraps the error of its last retry. */
function isTooLarge(error: unknown): boolean {
  const { type } = ((error instanceof Error && error.cause) || error) as { type?: string }
  return type !== undefined && tooLarge.includes(type)
}
