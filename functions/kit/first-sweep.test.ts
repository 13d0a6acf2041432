import { pino } from 'pino'
import { expect, test, vi } from 'vitest'
import { defineFunction } from './define-function.ts'
import { makeFunction } from './make-function.ts'
import { sampleSettings } from './settings/samples.ts'
import { probeDatabase } from './testing/probe.ts'

const { databaseUrl } = await probeDatabase()

test('a first sweep that fails is logged', async () => {
  const { made, sweep, logged } = make()
  made.begin()
  sweep.reject(new Error('no such table'))
  await vi.waitFor(() => expect(logged()).toEqual(['the first sweep failed']))
  await made.close()
})

test('a first sweep that the end of the process interrupts is not logged as failed: the next start repeats it', async () => {
  const { made, sweep, logged } = make()
  made.begin()
  const closed = made.close()
  sweep.reject(new Error('the connection has ended'))
  await closed
  expect(logged()).toEqual([])
})

function make() {
  const lines: string[] = []
  const sweep = Promise.withResolvers<void>()
  const definition = defineFunction({ name: 'task-api', schema: 'tasks', deps: () => ({}) }).does({
    sweep: () => sweep.promise,
  })
  const made = makeFunction(
    definition,
    { ...sampleSettings(definition), DATABASE_URL: databaseUrl },
    {
      publisher: { publish: async () => {}, close: async () => {} },
      outboxTimer: { after() {} },
      log: pino({}, { write: (line: string) => void lines.push(line) }),
    },
  )
  return { made, sweep, logged: () => lines.map(line => JSON.parse(line).outcome) }
}
