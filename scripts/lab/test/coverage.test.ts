import { expect, test } from 'vitest'
import { judge } from './coverage.ts'

const functions = { file: 'functions/task-api/function.ts', total: 1_000, covered: 990 }
const model = { file: 'web/model/merge.ts', total: 60, covered: 58 }
const sync = { file: 'web/sync/server.ts', total: 40, covered: 32 }
const view = { file: 'web/view/app.ts', total: 900, covered: 0 }

test('functions and the web client below its screens must each reach the share: one does not make up for the other', () => {
  const { words, ok } = judge([functions, { ...model, covered: 57 }, sync])

  expect(ok).toBe(false)
  expect(words).toContain('  functions/: 99.0 % of 1000, enough (at least 90 %)')
  expect(words).toContain('  web/{model,sync,storage}: 89.0 % of 100, TOO FEW (at least 90 %)')
  expect(judge([{ ...functions, covered: 899 }, model]).ok).toBe(false)
})

test('screens do not count, and a file below the share is named', () => {
  const { words, ok } = judge([functions, model, sync, view])

  expect(ok).toBe(true)
  expect(words).toContain('  web/view: 0.0 % of 900')
  expect(words).toContain('    below 90 %: web/sync/server.ts: 80.0 % of 40')
  expect(words).not.toContain('below 90 %: web/view')
})
