import { expect, test } from 'vitest'
import { defineFunction } from '../define-function.ts'
import { createLog } from '../log.ts'
import { makeFunction } from '../make-function.ts'
import { sampleSettings } from '../settings/samples.ts'
import { counted, probeDatabase } from '../testing/probe.ts'
import { someEvent } from '../testing/some-event.ts'
import type { Outgoing } from './event.ts'
import { insertEvents } from './outbox-table.ts'

const { databaseUrl, sql, owner } = await probeDatabase()

test('an event that a killed process commits only after the first sweep of the next one is published by a second sweep', async () => {
  const published: Outgoing[] = []
  const pauses: number[] = []
  const definition = defineFunction({ name: 'task-api', schema: 'tasks', deps: () => ({}) }).does({ emits: [counted] })
  const made = makeFunction(
    definition,
    { ...sampleSettings(definition), DATABASE_URL: databaseUrl },
    {
      publisher: { publish: async events => void published.push(...events), close: async () => {} },
      outboxTimer: { after: delayMs => void pauses.push(delayMs) },
      log: createLog('test', 'silent'),
    },
  )
  const commit = (event: Outgoing) =>
    sql.begin(async tx => {
      await tx`select set_config('app.user', ${event.userId}, true)`
      await insertEvents(tx, 'tasks', [event])
    })
  const [early, late] = [someEvent(), someEvent()]
  await commit(early)
  made.begin()
  await expect.poll(() => published.map(({ id }) => id)).toEqual([early.id])
  expect(pauses).toEqual([5_000])
  await commit(late)
  // The timer rings.
  await made.outbox?.sweep()
  expect(published.map(({ id }) => id)).toEqual([early.id, late.id])
  expect(await owner`select from tasks.outbox where published_at is null`).toEqual([])
  await made.close()
})
