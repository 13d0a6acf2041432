import { startChild } from './parts/child.ts'
import { count, figure, note } from './parts/figure.ts'
import { load, type Sent } from './parts/load.ts'
import { anybody, newTask, people } from './parts/new-tasks.ts'
import { withPostgres } from './parts/postgres.ts'
import { scaled } from './parts/scale.ts'

const first = scaled(10_000, 100)
const more = scaled(100_000, 1_000)
const MB = 1024 * 1024

/** What one function holds after many requests of all kinds, and whether it holds more after ten times as many. */
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
      figure(`memory after ${count(first)} requests`, `${before.rss.toFixed(0)} MB`, 'told', true)
      const growth = after.live - before.live
      figure(
        `what it holds more after the next ${count(more)}`,
        `${growth.toFixed(1)} MB`,
        'none: at most 2 MB of noise',
        growth <= 2,
      )
    },
    // Only the function is looked at here: its database need not wait for the disk.
    { synchronous_commit: 'off' },
  )

/** Writes, reads, and what is refused: nobody's token, no such task, a body that is no task, no such address. */
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
