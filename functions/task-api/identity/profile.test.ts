import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type Sql } from '../../shared/database/connect.ts'
import { testDatabase } from '../../shared/testing/database.ts'
import { findProfile } from './profile.ts'

let sql: Sql
beforeAll(async () => {
  sql = connect(await testDatabase(), 'task_api')
})
afterAll(() => sql.end())

const as = (userId: string) =>
  sql.begin(async tx => {
    await tx`select set_config('app.user', ${userId}, true)`
    return findProfile(tx, userId)
  })

test('a person who chose nothing has the defaults', async () => {
  expect(await as('nobody')).toEqual({
    id: 'nobody',
    zone: 'UTC',
    locale: 'en',
    defaultReminder: null,
    quietHours: null,
    version: 1,
  })
})

test('a person has the zone and the language of the sign-up until a profile says otherwise', async () => {
  const at = new Date()
  await sql`
    insert into identity.person (id, email, name, zone, locale, created_at, updated_at)
    values ('ana', 'ana@example.com', 'Ana', 'Asia/Karachi', 'ur', ${at}, ${at})`
  expect(await as('ana')).toMatchObject({ email: 'ana@example.com', name: 'Ana', zone: 'Asia/Karachi', locale: 'ur' })
  await sql.begin(async tx => {
    await tx`select set_config('app.user', 'ana', true)`
    await tx`insert into identity.profile (user_id, zone) values ('ana', 'Europe/Berlin')`
  })
  expect(await as('ana')).toMatchObject({ zone: 'Europe/Berlin', locale: 'en' })
})
