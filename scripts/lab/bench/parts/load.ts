import autocannon from 'autocannon'

export interface Sent {
  method: 'GET' | 'POST'
  path: string
  headers?: Record<string, string>
  body?: string
}

interface Load {
  address: string
  connections: number
  /** Either the duration or the number of requests. */
  seconds?: number
  amount?: number
  request: () => Sent
  /** Whether answers 4xx are part of the measurement; otherwise one of them fails it. */
  refusals?: boolean
}

export interface Loaded {
  perSecond: number
  answered: number
}

/** Sends requests over this many connections, one after the other on each. A failed request throws. */
export async function load({ address, connections, seconds, amount, request, refusals }: Load): Promise<Loaded> {
  const began = performance.now()
  const result = await autocannon({
    url: address,
    connections,
    ...(amount ? { amount } : { duration: seconds ?? 5 }),
    requests: [{ setupRequest: (one: object) => ({ ...one, ...withType(request()) }) }],
  })
  const failed = result.errors + result.timeouts + result['5xx'] + (refusals ? 0 : result['4xx'])
  if (failed) throw new Error(`${failed} requests to ${address} failed.`)
  const answered = result['2xx'] + result['4xx']
  return { answered, perSecond: (answered / (performance.now() - began)) * 1000 }
}

const withType = ({ headers = {}, body, ...rest }: Sent) =>
  body === undefined
    ? { headers, ...rest }
    : { headers: { ...headers, 'content-type': 'application/json' }, body, ...rest }
