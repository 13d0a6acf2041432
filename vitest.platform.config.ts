import { defineConfig } from 'vitest/config'

/** The tests that need a real Kafka or a real Dapr: `npm run test:platform`. Names say which: `*.dapr.platform.test.ts`. */
export default defineConfig({
  test: {
    allowOnly: false,
    include: ['functions/**/*.platform.test.ts', 'scripts/**/*.platform.test.ts'],
    globalSetup: ['functions/kit/testing/one-postgres.ts', 'scripts/lab/platform/one-kafka.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A broker that is killed under load says something about the events only when nobody else takes the processor.
    maxWorkers: 2,
  },
})
