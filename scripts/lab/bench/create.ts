import { startChild } from './parts/child.ts'
import { count, figure, inTurn, median, note, shares } from './parts/figure.ts'
import { load } from './parts/load.ts'
import { anybody, newTask, people } from './parts/new-tasks.ts'
import { createByPgbench, hasPgbench } from './parts/pgbench.ts'
import { withPostgres } from './parts/postgres.ts'
import { scaled } from './parts/scale.ts'

const connections = 16

/** Creates over HTTP with a token, each commit flushed to disk; as references the same statement by driver and by pgbench. */
export const bench = (): Promise<void> =>
  withPostgres(async databaseUrl => {
    const seconds = scaled(4)
    const server = await startChild<{ address: string }>('serve-task-api', { databaseUrl, connections })
    const driver = await startChild('create-by-driver', { databaseUrl, workers: connections })
    const tokens = new Map<string, string>()
    for (const userId of people) tokens.set(userId, await server.ask('token', userId))

    const overHttp = async () => {
      const { perSecond } = await load({
        address: server.ready.address,
        connections,
        seconds,
        request: () => ({
          method: 'POST',
          path: '/api/tasks',
          headers: { authorization: `Bearer ${tokens.get(anybody())}` },
          body: JSON.stringify(newTask),
        }),
      })
      return perSecond
    }
    const byDriver = () => driver.ask<number>('create', seconds)
    const sides = {
      http: overHttp,
      driver: byDriver,
      ...(hasPgbench() && { pgbench: () => createByPgbench(databaseUrl, connections, seconds) }),
    }
    for (const side of Object.values(sides)) await side()
    const rounds = await inTurn(5, sides)
    await Promise.all([server.stop(), driver.stop()])

    const ofDriver = median(shares(rounds.http, rounds.driver))
    figure('create over HTTP of the same SQL without HTTP', ofDriver.toFixed(2), '>= 0.50', ofDriver >= 0.5)
    if (rounds.pgbench) {
      const ofPgbench = median(shares(rounds.http, rounds.pgbench))
      figure('create over HTTP of pgbench with the same SQL', ofPgbench.toFixed(2), '>= 0.30', ofPgbench >= 0.3)
    } else {
      note('pgbench is not installed: it is part of the client programs of Postgres')
    }
    for (const [side, each] of Object.entries(rounds))
      note(`${side}: ${count(median(each))} creates a second (rounds: ${each.map(count).join(', ')})`)
  })
