import { Agent, get } from 'node:http'
import { text } from 'node:stream/consumers'
import { connect } from '../../../functions/kit/postgres/connect.ts'
import { startChild } from './parts/child.ts'
import { count, figure, median, note, quantile } from './parts/figure.ts'
import { fill } from './parts/fill.ts'
import { withPostgres } from './parts/postgres.ts'
import { queries } from './parts/queries.ts'
import { scaled } from './parts/scale.ts'

const users = 100
const tasksOfMany = scaled(10_000)
const tasksOfOne = scaled(100_000)
const people = Array.from({ length: users }, (_, i) => `user-${i}`)
const busiest = 'busiest'

type Ask = (user: string, query?: string) => Promise<{ items: unknown[]; next: string | null }>

/** Typical lists over HTTP, one after the other, in a table with the tasks of many people. */
export const bench = (): Promise<void> =>
  withPostgres(async databaseUrl => {
    const owner = connect(databaseUrl, undefined, { connections: 1 })
    const began = performance.now()
    await fill(owner, new Map([...people.map(user => [user, tasksOfMany] as const), [busiest, tasksOfOne]]))
    note(
      `${count(users * tasksOfMany + tasksOfOne)} tasks written in ${Math.round((performance.now() - began) / 1000)} s`,
    )
    await measure(databaseUrl)
    await owner.end()
  }, serverOfThatSize)

/** The table has half a gigabyte and would not fit into the cache of the embedded Postgres. */
const serverOfThatSize = { shared_buffers: '768MB', max_wal_size: '8GB' }

export async function measure(databaseUrl: string): Promise<void> {
  const server = await startChild<{ address: string }>('serve-task-api', { databaseUrl, connections: 4 })
  const tokens = new Map<string, string>()
  for (const user of [...people, busiest]) tokens.set(user, await server.ask('token', user))
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const ask: Ask = async (user, query) =>
    JSON.parse(
      await getText(
        server.ready.address + (query === undefined ? '/ready' : `/api/tasks?${query}`),
        tokens.get(user) ?? '',
        agent,
      ),
    )

  const any = () => people[Math.floor(users * Math.random())] ?? ''
  const all = await ofEachKind(ask, any, scaled(60, 5))
  figure(
    `search, filter and sort in ${count(users * tasksOfMany)} tasks of ${users} people, p95`,
    `${quantile(all, 0.95).toFixed(1)} ms`,
    '<= 5 ms',
    quantile(all, 0.95) <= 5,
  )
  const ofOne = await ofEachKind(ask, () => busiest, scaled(20, 5))
  figure(
    `the same in ${count(tasksOfOne)} tasks of one person, p95`,
    `${quantile(ofOne, 0.95).toFixed(1)} ms`,
    '<= 100 ms',
    quantile(ofOne, 0.95) <= 100,
  )
  await deepPages(ask)
  await server.stop()
  agent.destroy()
}

/** Runs every kind in turn, so that other load on this machine disturbs all of them alike. */
async function ofEachKind(ask: Ask, user: () => string, times: number): Promise<number[]> {
  const took = new Map(Object.keys(queries).map(kind => [kind, [] as number[]]))
  const ready: number[] = []
  for (let i = 0; i < times + 2; i++)
    for (const [kind, query] of Object.entries(queries)) {
      const whose = user()
      const began = performance.now()
      await ask(whose, query())
      // The first queries of a connection prepare their statements.
      if (i >= 2) took.get(kind)?.push(performance.now() - began)
      const readyBegan = performance.now()
      await ask(whose)
      ready.push(performance.now() - readyBegan)
    }
  for (const [kind, each] of [...took, ['GET /ready: select 1 (reference)', ready] as const])
    note(
      `${kind}: p50 ${median(each).toFixed(1)}, p95 ${quantile(each, 0.95).toFixed(1)}, max ${quantile(each, 1).toFixed(1)} ms`,
    )
  return [...took.values()].flat()
}

/** A cursor is the last row of the previous page, so the last page should cost as much as the first. */
async function deepPages(ask: Ask): Promise<void> {
  for (const sort of ['due', 'title']) {
    const query = `sort=${sort}&limit=100`
    const cursors = ['']
    for (let next: string | null = ''; next !== null && cursors.length < tasksOfOne / 100; ) {
      next = (await ask(busiest, `${query}${next && `&cursor=${next}`}`)).next
      if (next) cursors.push(`&cursor=${next}`)
    }
    const pages = [0, cursors.length - 1]
    const took: number[][] = [[], []]
    for (let round = 0; round < 15; round++)
      for (const [side, page] of pages.entries()) {
        const began = performance.now()
        await ask(busiest, query + cursors[page])
        took[side]?.push(performance.now() - began)
      }
    const [first = Number.NaN, last = Number.NaN] = took.map(median)
    figure(
      `page ${count(cursors.length)} by ${sort} of page 1`,
      `${(last / first).toFixed(2)} (${last.toFixed(1)} ms of ${first.toFixed(1)} ms)`,
      'about 1',
      last / first <= 1.25,
    )
  }
}

function getText(url: string, token: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { authorization: `Bearer ${token}` } }, response => {
      text(response).then(body => (response.statusCode === 200 ? resolve(body) : reject(new Error(body))), reject)
    }).on('error', reject)
  })
}
