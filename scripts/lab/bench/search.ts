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
/** All titles of this person contain the word, so a search for it ranks all of them. */
const repetitive = { user: 'repetitive', tasks: scaled(3000), word: 'weekly' }

type Ask = (user: string, query?: string) => Promise<{ items: unknown[]; next: string | null }>

/** Typical lists over HTTP, one after the other, in a table with the tasks of many people. */
export const bench = (): Promise<void> =>
  withPostgres(async databaseUrl => {
    const owner = connect(databaseUrl, undefined, { connections: 1 })
    const began = performance.now()
    const tasksOf = [...people.map(user => [user, tasksOfMany] as const), [busiest, tasksOfOne] as const]
    await fill(
      owner,
      new Map([...tasksOf, [repetitive.user, repetitive.tasks]]),
      new Map([[repetitive.user, repetitive.word]]),
    )
    note(
      `${count(users * tasksOfMany + tasksOfOne + repetitive.tasks)} tasks written in ${Math.round((performance.now() - began) / 1000)} s`,
    )
    await measure(databaseUrl)
    await owner.end()
  }, serverOfThatSize)

/** The table has half a gigabyte and would not fit into the cache of the embedded Postgres. */
const serverOfThatSize = { shared_buffers: '768MB', max_wal_size: '8GB' }

export async function measure(databaseUrl: string): Promise<void> {
  const server = await startChild<{ address: string }>('serve-task-api', { databaseUrl, connections: 4 })
  const tokens = new Map<string, string>()
  for (const user of [...people, busiest, repetitive.user]) tokens.set(user, await server.ask('token', user))
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
  for (const [what, took] of [
    [`search, filter and sort in ${count(users * tasksOfMany)} tasks of ${users} people`, all.first],
    ['the next pages of these lists', all.next],
  ] as const)
    figure(
      `${what}, p95`,
      `${quantile(took, 0.95).toFixed(1)} ms (GET /ready ${quantile(all.ready, 0.95).toFixed(1)} ms)`,
      '<= 5 ms',
      quantile(took, 0.95) <= 5,
    )
  const { first: ofOne } = await ofEachKind(ask, () => busiest, scaled(20, 5))
  figure(
    `the same in ${count(tasksOfOne)} tasks of one person, p95`,
    `${quantile(ofOne, 0.95).toFixed(1)} ms`,
    '<= 100 ms',
    quantile(ofOne, 0.95) <= 100,
  )
  await commonWord(ask)
  await deepPages(ask)
  await server.stop()
  agent.destroy()
}

/** Runs every kind in turn, so that other load on this machine disturbs all of them alike. */
async function ofEachKind(ask: Ask, user: () => string, times: number) {
  const took = new Map(Object.keys(queries).map(kind => [kind, { first: [] as number[], next: [] as number[] }]))
  const ready: number[] = []
  for (let i = 0; i < times + 2; i++)
    for (const [kind, query] of Object.entries(queries)) {
      const [whose, asked] = [user(), query()]
      const first = await timed(() => ask(whose, asked))
      const { next } = first.answer
      const second = next === null ? undefined : await timed(() => ask(whose, `${asked}&cursor=${next}`))
      // The first queries of a connection prepare their statements.
      if (i >= 2) {
        took.get(kind)?.first.push(first.ms)
        if (second) took.get(kind)?.next.push(second.ms)
      }
      ready.push((await timed(() => ask(whose))).ms)
    }
  const lines: [string, number[]][] = [...took].map(([kind, { first }]) => [kind, first])
  for (const [kind, each] of [...lines, ['GET /ready: select 1 (reference)', ready] as const])
    note(
      `${kind}: p50 ${median(each).toFixed(1)}, p95 ${quantile(each, 0.95).toFixed(1)}, max ${quantile(each, 1).toFixed(1)} ms`,
    )
  const all = [...took.values()]
  return { first: all.flatMap(({ first }) => first), next: all.flatMap(({ next }) => next), ready }
}

async function timed<T>(work: () => Promise<T>): Promise<{ answer: T; ms: number }> {
  const began = performance.now()
  const answer = await work()
  return { answer, ms: performance.now() - began }
}

/** A search that matches every task of a person, beside the first page of the same person's list. */
async function commonWord(ask: Ask): Promise<void> {
  const { user, tasks, word } = repetitive
  const kinds = { page: 'status=open&sort=due', search: `q=${word}`, 'sorted by date': `q=${word}&sort=due` }
  const took: Record<string, number[]> = {}
  for (let i = 0; i < scaled(100, 10); i++)
    for (const [kind, query] of Object.entries(kinds)) {
      const { ms } = await timed(() => ask(user, query))
      if (i >= 5) took[kind] = [...(took[kind] ?? []), ms]
    }
  const { page = [], ...searches } = took
  for (const [kind, each] of Object.entries(searches)) {
    const [ratio, middle] = [0.95, 0.5].map(share => quantile(each, share) / quantile(page, share))
    figure(
      `${kind} of a word in all ${count(tasks)} tasks of a person, p95 of a page without a search`,
      `${ratio?.toFixed(1)} (${quantile(each, 0.95).toFixed(1)} ms of ${quantile(page, 0.95).toFixed(1)} ms; p50 ${middle?.toFixed(1)})`,
      '<= 3',
      Number(ratio) <= 3,
    )
  }
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
        took[side]?.push((await timed(() => ask(busiest, query + cursors[page]))).ms)
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
