import { availableParallelism } from 'node:os'
import path from 'node:path'
import { defineConfig } from 'vitest/config'

const rules = 'functions/domain/**/*.test.ts'

/** The rules must not depend on the zone of the process, so their tests run once in each of these zones. */
const processZones = ['UTC', 'America/New_York', 'Asia/Karachi', 'Australia/Lord_Howe']

/** Where processes that tests start leave what they ran; scripts/lab/test/coverage.ts reads it. */
const ofChildren: Record<string, string> = process.argv.includes('--coverage')
  ? { NODE_V8_COVERAGE: path.resolve('node_modules/.cache/coverage-of-children') }
  : {}

export default defineConfig({
  test: {
    allowOnly: false,
    // Tests often wait for a database or a browser, so two cores run two at a time, not one.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // For `npm test -- --coverage`. It measures product code, not tests and the lab.
    coverage: {
      provider: 'v8',
      include: ['functions/**/*.ts', 'web/**/*.{ts,tsx}', 'scripts/**/*.ts'],
      exclude: ['**/*.test.{ts,tsx}', '**/{testing,e2e,lab,dist}/**', '**/*.d.ts'],
      reporter: ['json', 'html'],
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
          env: ofChildren,
          // Long enough for a busy machine: the limit is for tests that hang.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
