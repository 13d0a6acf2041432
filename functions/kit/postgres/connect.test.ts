import { expect, onTestFinished, test } from 'vitest'
import { testDatabase } from '../testing/database.ts'
import { connect } from './connect.ts'

test('a function connects as its own role, which has only the rights that were granted to it', async () => {
  const sql = connect(await testDatabase(), 'task_api', { connections: 1 })
  onTestFinished(() => sql.end())
  const [row] = await sql`select current_user as role`
  expect(row?.role).toBe('task_api')
  await expect(sql`create table tasks.mine (id int)`).rejects.toThrow('permission denied')
})
