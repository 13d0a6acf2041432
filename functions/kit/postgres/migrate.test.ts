import { expect, inject, test } from 'vitest'
import { testDatabase } from '../testing/database.ts'
import { connect } from './connect.ts'
import { migrate } from './migrate.ts'

test('a migrated database has nothing left to apply', async () => {
  expect(await migrate(await testDatabase())).toEqual([])
})

test('a function connects as its own role and may not read what was not granted to it', async () => {
  const sql = connect(await testDatabase(), 'task_api', { connections: 1 })
  const [row] = await sql`select current_user as role`
  expect(row?.role).toBe('task_api')
  await expect(sql`create table tasks.mine (id int)`).rejects.toThrow('permission denied')
  await sql.end()
  expect(inject('postgresUrl')).toBeTruthy()
})
