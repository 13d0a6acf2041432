import type { Source } from '../../../functions/laptop/kafka-source/manifest.ts'

/** What stands between Kafka and the subscriber of the publishers' contract. */
export const contractSource: Source = {
  name: 'contract',
  topics: ['task-events'],
  group: 'contract',
  from: 'earliest',
  to: 'contract',
  path: '/',
  delivery: { retries: 3, pauseMs: () => 10, timeoutMs: 10_000 },
}
