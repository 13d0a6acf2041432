import { openDevice } from '../storage/device.ts'
import type { Platform } from '../sync/platform.ts'
import { addPushChannel, removePushChannel } from '../sync/push-channel.ts'
import { createServer, isProblem, type Server, Unreachable } from '../sync/server.ts'

export interface Subscriptions {
  /** What has ended, and what the browser put in its place itself: not every browser says. */
  old?: PushSubscription | null
  fresh?: PushSubscription | null
  manager: PushManager
}

type Where = Pick<Platform, 'serverUrl' | 'pageOrigin'>

/** A push service may end a subscription at any time. Without a new one no reminder comes any more, and nobody would know. */
export async function subscribeAnew(subscriptions: Subscriptions, where: Where): Promise<'told' | 'waits' | 'nobody'> {
  const store = await openDevice('')
  const { account, signedOut } = await store.load()
  store.close()
  if (!account || signedOut) return 'nobody'
  const server = createServer({ ...where, fetch: (...args) => fetch(...args) })
  try {
    const subscription = await current(subscriptions, server)
    if (!subscription) return 'nobody'
    const told = await addPushChannel(server, subscription.toJSON())
    if (isProblem(told)) return 'nobody'
    const { old } = subscriptions
    if (old && old.endpoint !== subscription.endpoint) await removePushChannel(server, old.toJSON())
    return 'told'
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    return 'waits'
  }
}

async function current({ old, fresh, manager }: Subscriptions, server: Server): Promise<PushSubscription | undefined> {
  const there = fresh ?? (await manager.getSubscription())
  if (there) return there
  const applicationServerKey = old?.options.applicationServerKey ?? (await publicKey(server))
  return applicationServerKey ? manager.subscribe({ userVisibleOnly: true, applicationServerKey }) : undefined
}

async function publicKey(server: Server): Promise<string | null> {
  const channels = await server.ask<{ vapidPublicKey: string | null }>('/api/channels')
  return isProblem(channels) ? null : channels.vapidPublicKey
}
