import autocannon from 'autocannon'

interface Load {
  url: string
  connections: number
  seconds?: number
  /** Instead of seconds. */
  amount?: number
  headers?: () => Record<string, string>
  method?: 'GET' | 'POST'
  body?: () => string
}

export interface Loaded {
  perSecond: number
  answered: number
}

/** Sends requests over so many connections, one after the other on each. An answer that is no success throws. */
export async function load({
  url,
  connections,
  seconds,
  amount,
  headers,
  method = 'GET',
  body,
}: Load): Promise<Loaded> {
  const began = performance.now()
  const result = await autocannon({
    url,
    connections,
    ...(amount ? { amount } : { duration: seconds ?? 5 }),
    requests: [
      {
        method,
        setupRequest: (request: object) => ({
          ...request,
          headers: { ...headers?.(), ...(body && { 'content-type': 'application/json' }) },
          ...(body && { body: body() }),
        }),
      },
    ],
  })
  const failed = result.errors + result.timeouts + result.non2xx
  if (failed) throw new Error(`${failed} requests to ${url} were not answered well.`)
  const answered = result['2xx']
  return { answered, perSecond: (answered / (performance.now() - began)) * 1000 }
}
