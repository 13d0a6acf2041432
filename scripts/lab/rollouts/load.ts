import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'

export interface Sent {
  headers: Record<string, string>
  body: string
}

/** An instance of a function: where it is, and whether it was told to go. */
export interface Target {
  port: number
  path: string
}

export interface Load {
  /** Each that got an answer, by what it was called, and the status. */
  answered: Map<string, number>
  /** How often an instance was gone, or went, before it took a request: somebody else was asked then. */
  refused: number
  /** Ends the load, and waits for the last answers. */
  stop(): Promise<void>
}

const everyMs = 10
/** A client that has so many open waits, as every client does. */
const mostOpen = 200

/**
 * Sends so many requests a second, each to the instance of that moment. Half of them have connections of their own, half
 * share some, as a proxy's do. Whoever finds an instance gone asks the next one the same, as an ingress and a source do.
 */
export function startLoad(perSecond: number, target: () => Target, make: (n: number) => { name: string; sent: Sent }) {
  const agent = new Agent({ keepAlive: true, maxSockets: 20 })
  const load: Load = { answered: new Map(), refused: 0, stop }
  const open = new Set<Promise<void>>()
  let began = 0
  const started = performance.now()

  const ask = async ({ name, sent }: ReturnType<typeof make>, n: number) => {
    for (;;) {
      const status = await post(target(), sent, n % 2 ? agent : undefined)
      if (status !== undefined && status !== 503) return void load.answered.set(name, status)
      load.refused++
      await new Promise(later => setTimeout(later, 20))
    }
  }
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - started) / 1000) * perSecond)
    for (; began < due && open.size < mostOpen; began++) {
      const asked = ask(make(began), began).finally(() => open.delete(asked))
      open.add(asked)
    }
  }, everyMs)

  async function stop() {
    clearInterval(timer)
    await Promise.all(open)
    agent.destroy()
  }
  return load
}

/** The status, or nothing when there was no answer. */
const post = ({ port, path }: Target, { headers, body }: Sent, agent: Agent | undefined): Promise<number | undefined> =>
  new Promise(resolve => {
    const options = { port, path, host: '127.0.0.1', method: 'POST', headers, agent: agent ?? false }
    const sent = request(options, async answer => {
      await text(answer).then(
        () => resolve(answer.statusCode),
        () => resolve(undefined),
      )
    })
    sent.on('error', () => resolve(undefined)).end(body)
  })
