import type { AddressInfo } from 'node:net'
import { Hono } from 'hono'
import { onTestFinished } from 'vitest'
import { onAny } from '../../../../functions/kit/events/handler.ts'
import { type InTransaction, onceIn } from '../../../../functions/kit/events/inbox.ts'
import { receive } from '../../../../functions/kit/events/receive.ts'
import { close, listen } from '../../../../functions/kit/http/serve.ts'
import { createLog } from '../../../../functions/kit/log.ts'
import { connect } from '../../../../functions/kit/postgres/connect.ts'
import { testDatabase } from '../../../../functions/kit/testing/database.ts'

/** A function that stores each event once, in the order of its transactions, in a new database. */
export async function counting() {
  const databaseUrl = await testDatabase()
  const sql = connect(databaseUrl, 'task_api')
  const owner = connect(databaseUrl, undefined, { connections: 1 })
  await owner`create table tasks.effect (place bigserial, task text not null, version integer not null)`
  await owner`grant all on all tables in schema tasks to task_api`
  await owner`grant all on all sequences in schema tasks to task_api`
  let deliveries = 0
  const door = receive<InTransaction>(
    {
      admit: async () => ({}),
      take: onceIn({ sql, schema: 'tasks', consumer: 'counting' }),
      log: createLog('counting', 'silent'),
    },
    [
      onAny(async ({ data, subject }, { tx }) => {
        const { version } = data as { version: number }
        await tx`insert into tasks.effect (task, version) values (${subject ?? ''}, ${version})`
      }),
    ],
  )
  const app = new Hono().post('/', async (c, next) => {
    deliveries++
    return (await door(c, next)) ?? c.body(null, 204)
  })
  const server = await listen(app, { port: 0 })
  onTestFinished(async () => {
    await close(server)
    await Promise.all([sql.end(), owner.end()])
  })
  return {
    sql,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    deliveries: () => deliveries,
    count: async () => (await sql`select count(*)::int as n from tasks.effect`)[0]?.n as number,
    /** The versions of each task, in the order in which they took effect. */
    versions: async () => {
      const rows = await sql<{ task: string; versions: number[] }[]>`
        select task, array_agg(version order by place) as versions from tasks.effect group by task`
      return new Map(rows.map(({ task, versions }) => [task, versions]))
    },
  }
}
