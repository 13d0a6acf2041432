import type { Client } from '../model/client.ts'

export function startClient(): Client {
  throw new Error('not yet')
}
