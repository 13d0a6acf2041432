import type { ServerResponse } from 'node:http'
import { localServer } from '../../kit/testing/local-server.ts'

/** A receiver that accepts the confirmation and then answers with these statuses. */
export async function receiver(statuses: (number | ((response: ServerResponse) => void))[] = []) {
  let confirmed = false
  const server = await localServer((_, response) => {
    const next = confirmed ? (statuses.shift() ?? 204) : 204
    confirmed = true
    if (typeof next === 'number') response.writeHead(next).end()
    else next(response)
  })
  return { ...server, reminders: () => server.received.slice(1) }
}
