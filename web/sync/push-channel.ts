import type { Channel } from '../model/server.ts'
import { isProblem, type Problem, type Server } from './server.ts'

/** Makes this browser a channel of the account. The server knows it by its endpoint: saying it again adds nothing. */
export const addPushChannel = (
  server: Server,
  { endpoint, expirationTime = null, keys }: PushSubscriptionJSON,
): Promise<Channel | Problem> =>
  server.ask('/api/channels', { method: 'POST', body: { kind: 'webpush', endpoint, expirationTime, keys } })

/** Takes it off the account again. Under which id it is there, the server answers when it is said again. */
export async function removePushChannel(server: Server, subscription: PushSubscriptionJSON): Promise<void> {
  const channel = await addPushChannel(server, subscription)
  if (!isProblem(channel)) await server.ask(`/api/channels/${channel.id}`, { method: 'DELETE' })
}
