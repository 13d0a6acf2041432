import type { Channel } from '../model/server.ts'
import { isProblem, type Problem, type Server } from './server.ts'

/** Adds this browser to the account as a channel. The server knows it by its endpoint: a repetition adds nothing. */
export const addPushChannel = (
  server: Server,
  { endpoint, expirationTime = null, keys }: PushSubscriptionJSON,
): Promise<Channel | Problem> =>
  server.ask('/api/channels', { method: 'POST', body: { kind: 'webpush', endpoint, expirationTime, keys } })

/** Removes the channel. Adding it again returns its id. */
export async function removePushChannel(server: Server, subscription: PushSubscriptionJSON): Promise<void> {
  const channel = await addPushChannel(server, subscription)
  if (!isProblem(channel)) await server.ask(`/api/channels/${channel.id}`, { method: 'DELETE' })
}
