import { openDevice } from '../storage/device.ts'
import type { Platform } from '../sync/platform.ts'
import { addPushChannel, removePushChannel } from '../sync/push-channel.ts'
import { createServer, isProblem, type Server, Unreachable } from '../sync/server.ts'

export interface Subscriptions {
  /** The ended subscription and its replacement; not every browser reports them. */
  old?: PushSubscription | null
  fresh?: PushSubscription | null
  manager: PushManager
}

type Where = Pick<Platform, 'serverUrl' | 'pageOrigin'>

/** Renews a subscription that the push service ended. Otherwise reminders would stop arriving unnoticed. */
export async function renewSubscription(
  subscriptions: Subscriptions,
  where: Where,
): Promise<'renewed' | 'waits' | 'not-renewed'> {
  const store = await openDevice('')
  const { account, signedOut } = await store.load()
  store.close()
  if (!account || signedOut) return 'not-renewed'
  const server = createServer({ ...where, fetch: (...args) => fetch(...args) })
  try {
    const subscription = await current(subscriptions, server)
    if (!subscription) return 'not-renewed'
    const channel = await addPushChannel(server, subscription.toJSON())
    if (isProblem(channel)) return 'not-renewed'
    const { old } = subscriptions
    if (old && old.endpoint !== subscription.endpoint) await removePushChannel(server, old.toJSON())
    return 'renewed'
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    return 'waits'
  }
}

async function current({ old, fresh, manager }: Subscriptions, server: Server): Promise<PushSubscription | undefined> {
  const existing = fresh ?? (await manager.getSubscription())
  if (existing) return existing
  const applicationServerKey = old?.options.applicationServerKey ?? (await publicKey(server))
  return applicationServerKey ? manager.subscribe({ userVisibleOnly: true, applicationServerKey }) : undefined
}

async function publicKey(server: Server): Promise<string | null> {
  const channels = await server.ask<{ vapidPublicKey: string | null }>('/api/channels')
  return isProblem(channels) ? null : channels.vapidPublicKey
}
