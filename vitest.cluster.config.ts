import { defineConfig } from 'vitest/config'

/** The journeys in a real cluster: `npm run test:cluster`. */
export default defineConfig({
  test: {
    allowOnly: false,
    include: ['scripts/**/*.cluster.test.ts'],
    globalSetup: ['scripts/lab/cluster/setup.ts'],
    // The tests share one installation and wait until nothing runs in it.
    fileParallelism: false,
    testTimeout: 1_200_000,
    hookTimeout: 600_000,
  },
})
