import { defineConfig } from 'vitest/config'

/** The tests with a real Kafka, Dapr or Redis: `npm run test:platform`. The name of a file says which it needs. */
export default defineConfig({
  test: {
    allowOnly: false,
    include: ['functions/**/*.platform.test.ts', 'scripts/**/*.platform.test.ts'],
    globalSetup: ['functions/kit/testing/one-postgres.ts', 'scripts/lab/platform/one-kafka.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Tests that kill a broker under load need processor time.
    maxWorkers: 2,
  },
})
