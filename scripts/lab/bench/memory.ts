import { startChild } from './parts/child.ts'
import { count, figure, note } from './parts/figure.ts'
import { load, type Sent } from './parts/load.ts'
import { anybody, newTask, people } from './parts/new-tasks.ts'
import { withPostgres } from './parts/postgres.ts'
import { scaled } from './parts/scale.ts'

const first = scaled(10_000, 100)
const more = scaled(100_000, 1_000)
const MB = 1024 * 1024

/** The memory of one function after many requests of all kinds, and its growth after ten times as many. */
export const bench = (): Promise<void> =>
  withPostgres(
    async databaseUrl => {
      const server = await startChild<{ address: string }>('serve-task-api', { databaseUrl, connections: 10 }, [
        '--expose-gc',
      ])
      const tokens = new Map<string, string>()
      for (const userId of people) tokens.set(userId, await server.ask('token', userId))
      let sent = 0
      const ask = (amount: number) =>
        load({
          address: server.ready.address,
          connections: 16,
          amount,
          refusals: true,
          request: () => {
            const authorization = `Bearer ${tokens.get(anybody())}`
            return { headers: { authorization }, ...requests[sent++ % requests.length] } as Sent
          },
        })
      const held = async () => {
        const { rss, heapUsed, external } = await server.ask<NodeJS.MemoryUsage>('memory')
        return { rss: rss / MB, live: (heapUsed + external) / MB }
      }

      const fresh = await held()
      await ask(first)
      const before = await held()
      for (let tenth = 1; tenth <= 10; tenth++) {
        await ask(more / 10)
        const { rss, live } = await held()
        note(`after ${count(sent)} requests: ${rss.toFixed(0)} MB, of which objects and buffers ${live.toFixed(1)} MB`)
      }
      const after = await held()
      await server.stop()
      note(`before the first one: ${fresh.rss.toFixed(0)} MB, objects and buffers ${fresh.live.toFixed(1)} MB`)
      figure(`memory after ${count(first)} requests`, `${before.rss.toFixed(0)} MB`, 'no target', true)
      const growth = after.live - before.live
      figure(
        `growth after the next ${count(more)}`,
        `${growth.toFixed(1)} MB`,
        'none: at most 2 MB of noise',
        growth <= 2,
      )
    },
    // This measures the function only, so its database need not flush to disk.
    { synchronous_commit: 'off' },
  )

/** Writes, reads and refusals: a wrong token, an unknown task, an invalid body, an unknown path. */
const requests: Partial<Sent>[] = [
  { method: 'POST', path: '/api/tasks', body: JSON.stringify(newTask) },
  { method: 'GET', path: '/api/tasks?status=open&sort=due&limit=5' },
  { method: 'GET', path: '/api/tasks?q=plumb&sort=-created&limit=5' },
  { method: 'GET', path: '/api/me' },
  { method: 'GET', path: '/health' },
  { method: 'GET', path: '/api/tasks/0190a6f0-0000-7000-8000-000000000000' },
  { method: 'GET', path: '/api/tags', headers: { authorization: 'Bearer nobody' } },
  { method: 'POST', path: '/api/tasks', body: '{"title":""}' },
  { method: 'POST', path: '/api/tasks', body: '{' },
  { method: 'GET', path: '/nothing' },
]
