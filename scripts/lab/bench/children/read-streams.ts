// Opens streams and reads them all, in a process of its own. Its parser is minimal: 5,000 clients must cost less than the relay.
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { answerParent, input } from '../parts/child.ts'

const { address } = input<{ address: string }>()
const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY })

interface Client {
  numbers: number[]
  delays: number[]
  ended: boolean
}
const clients: Client[] = []

/** The title of an update is the time at which it was sent. */
const update = /id: (\d+)\nevent: update\ndata: .*?"title":"at (\d+)"/g

async function open(token: string): Promise<void> {
  const client: Client = { numbers: [], delays: [], ended: false }
  clients.push(client)
  const sent = request(`${address}/api/stream`, {
    agent,
    headers: { authorization: `Bearer ${token}`, 'last-event-id': '0' },
  }).end()
  const [response] = await once(sent, 'response')
  if (response.statusCode !== 200)
    throw new Error(`A stream got ${response.statusCode}: ${(await response.toArray()).join('')}`)
  response.setEncoding('utf8')
  let rest = ''
  response.on('data', (text: string) => {
    const now = Date.now()
    rest += text
    const end = rest.lastIndexOf('\n\n') + 2
    if (end < 2) return
    for (const [, number, at] of rest.slice(0, end).matchAll(update)) {
      client.numbers.push(Number(number))
      client.delays.push(now - Number(at))
    }
    rest = rest.slice(end)
  })
  response.on('close', () => {
    client.ended = true
  })
}

answerParent(
  {},
  {
    open: (tokens: string[]) => Promise.all(tokens.map(open)).then(() => clients.length),
    received: () => clients.reduce((sum, { numbers }) => sum + numbers.length, 0),
    result: () => ({
      delays: clients.flatMap(({ delays }) => delays),
      complete: clients.map(({ numbers }) => (numbers.every((number, i) => number === i + 1) ? numbers.length : -1)),
      ended: clients.filter(({ ended }) => ended).length,
    }),
  },
)
