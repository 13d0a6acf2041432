import type { Source } from '../../../functions/laptop/kafka-source/manifest.ts'

/** The source between Kafka and the subscriber in the contract of publishers. */
export const contractSource: Source = {
  name: 'contract',
  topics: ['task-events'],
  group: 'contract',
  from: 'earliest',
  to: 'contract',
  path: '/',
  delivery: { retries: 3, pauseMs: () => 10, timeoutMs: 10_000 },
}
