import { type Child, startChild } from './parts/child.ts'
import { count, figure, inTurn, median, note, shares } from './parts/figure.ts'
import { load } from './parts/load.ts'
import { scaled } from './parts/scale.ts'

interface Address {
  address: string
}

/** The cost that our runtime adds to a trivial answer: routing, validation, the response object, metrics. */
export async function bench(): Promise<void> {
  const ours = await startChild<Address>('serve-task-api', { databaseUrl: 'postgres://nobody@127.0.0.1:1/none' })
  const plain = await startChild<Address>('serve-plain', await answerOf(`${ours.ready.address}/health`))
  const sides = { ours: new Side(ours), plain: new Side(plain) }
  for (const side of Object.values(sides)) await side.measure()
  const rounds = await inTurn(8, { ours: () => sides.ours.measure(), plain: () => sides.plain.measure() })
  await Promise.all([ours.stop(), plain.stop()])

  const share = median(shares(rounds.ours, rounds.plain))
  figure('bare route (GET /health) of plain node:http', share.toFixed(2), '>= 0.80', share >= 0.8)
  for (const [name, side] of Object.entries(sides)) {
    const each = rounds[name] ?? []
    const cpu = `${median(side.cpuMicros).toFixed(1)} µs of processor time each`
    note(`${name}: ${count(median(each))} requests a second, ${cpu} (rounds: ${each.map(count).join(', ')})`)
  }
}

/** Requests per second, and the processor time of one request, which depends little on the load of this machine. */
class Side {
  readonly cpuMicros: number[] = []
  readonly #child: Child<Address>

  constructor(child: Child<Address>) {
    this.#child = child
  }

  async measure(): Promise<number> {
    const { address } = this.#child.ready
    const before = await this.#cpu()
    const { perSecond, answered } = await load({
      address,
      connections: 16,
      seconds: scaled(2),
      request: () => ({ method: 'GET', path: '/health' }),
    })
    this.cpuMicros.push(((await this.#cpu()) - before) / answered)
    return perSecond
  }

  async #cpu(): Promise<number> {
    const { user, system } = await this.#child.ask<NodeJS.CpuUsage>('cpu')
    return user + system
  }
}

/** The same body and headers, without those that node:http sets itself. */
async function answerOf(url: string): Promise<{ body: string; headers: Record<string, string> }> {
  const answer = await fetch(url)
  const headers = Object.fromEntries(answer.headers)
  for (const name of ['date', 'connection', 'keep-alive']) delete headers[name]
  return { body: await answer.text(), headers }
}
