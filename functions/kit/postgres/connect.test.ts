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

test('after any number of failures a new connection is tried within a second, so that a recovery shows at once', async () => {
  const sql = connect('postgres://127.0.0.1:1/none', 'task_api')
  onTestFinished(() => sql.end())
  const { backoff } = sql.options
  if (typeof backoff !== 'function') expect.fail('the pauses are those of the driver')
  const pauses = Array.from({ length: 1_000 }, (_, failures) => backoff(failures))
  expect(Math.max(...pauses)).toBeLessThanOrEqual(1)
  expect(Math.min(...pauses)).toBeGreaterThan(0)
})
