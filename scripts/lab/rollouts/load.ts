import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'

export interface Sent {
  headers: Record<string, string>
  body: string
}

/** The address of an instance of a function. */
export interface Target {
  port: number
  path: string
}

export interface Load {
  /** The status of each answered request, by its name. */
  answered: Map<string, number>
  /** How often an ending instance did not accept a request, so that the request went to the next one. */
  refused: number
  /** Ends the load and waits for the last answers. */
  stop(): Promise<void>
}

const everyMs = 10
/** The limit of open requests; at the limit the client waits. */
const mostOpen = 200

/**
 * Sends this many requests a second, each to the current instance. Half of them open their own connection, half share
 * connections as a proxy does. A request that an ending instance does not accept goes to the next one, as with an ingress.
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
      const attempt = ask(make(began), began).finally(() => open.delete(attempt))
      open.add(attempt)
    }
  }, everyMs)

  async function stop() {
    clearInterval(timer)
    await Promise.all(open)
    agent.destroy()
  }
  return load
}

/** The status, or undefined without an answer. */
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
