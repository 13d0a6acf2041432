import type { Hono } from 'hono'
import * as v from 'valibot'
import { afterAll } from 'vitest'
import { defineEvent } from '../core/event-type.ts'
import { connect } from '../postgres/connect.ts'
import { testDatabase } from './database.ts'

/** An event with one number, for tests of how events travel. */
export const counted = defineEvent({
  type: 'zerodue.test.counted.v1',
  topic: 'task-events',
  summary: 'For tests',
  data: v.object({ number: v.number(), next: v.optional(v.string()) }),
  example: { number: 1 },
})

/** A database with two tables for effects: `effect` grows with each event, `state` holds the newest version. */
export async function probeDatabase() {
  const databaseUrl = await testDatabase()
  const sql = connect(databaseUrl, 'task_api')
  const owner = connect(databaseUrl, undefined, { connections: 2 })
  afterAll(() => Promise.all([sql.end(), owner.end()]))
  await owner`create table tasks.effect (event text not null, number integer not null)`
  await owner`create table tasks.state (id uuid primary key, version integer not null)`
  await owner`grant select, insert, update on tasks.effect, tasks.state to task_api`
  return { databaseUrl, sql, owner }
}

export const secret = 'the-secret-of-these-tests'
export const authorization = `Bearer ${secret}`

export const poster =
  (door: Hono) =>
  (body: string, headers: Record<string, string>, path = '/') =>
    door.request(path, { method: 'POST', body, headers: { authorization, ...headers } })
