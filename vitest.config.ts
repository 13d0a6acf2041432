import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const rules = 'functions/domain/**/*.test.ts'

/** The rules of time must not depend on where the process runs, so their tests run once in each of these zones. */
const processZones = ['UTC', 'America/New_York', 'Asia/Karachi', 'Australia/Lord_Howe']

export default defineConfig({
  test: {
    allowOnly: false,
    // Much of a test is waiting, for a database or a browser: on two cores two at a time, not one.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // For `npm test -- --coverage`. What only proves is not what is proved.
    coverage: {
      provider: 'v8',
      include: ['functions/**/*.ts', 'web/**/*.{ts,tsx}', 'scripts/**/*.ts'],
      exclude: ['**/*.test.{ts,tsx}', '**/{testing,e2e,lab,dist}/**', '**/*.d.ts'],
      reporter: ['json-summary', 'html'],
      reportsDirectory: 'node_modules/.cache/coverage',
      reportOnFailure: true,
    },
    projects: [
      ...processZones.map(TZ => ({
        test: { name: `rules in ${TZ}`, include: [rules], env: { TZ }, testTimeout: 30_000 },
      })),
      {
        test: {
          name: 'web',
          include: ['web/**/*.test.ts', 'web/**/*.test.tsx'],
          exclude: ['web/e2e/**'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'functions',
          include: ['functions/**/*.test.ts', 'scripts/**/*.test.ts', 'web/e2e/**/*.test.ts'],
          exclude: [rules, '**/*.platform.test.ts', '**/*.cluster.test.ts'],
          globalSetup: ['functions/kit/testing/one-postgres.ts'],
          // A limit for what hangs, not for what is slow: machines are shared.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
