import type { BrowserPush } from './platform.ts'

const isSupported = () => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window

/** The development server has no service worker, so `serviceWorker.ready` would never resolve there. */
async function subscriptionManager(): Promise<PushManager | undefined> {
  const registration = isSupported() ? await navigator.serviceWorker.getRegistration() : undefined
  return registration?.pushManager
}

export const browserPush: BrowserPush = {
  async state() {
    if (!isSupported()) return 'unsupported'
    if (Notification.permission === 'denied') return 'blocked'
    return (await browserPush.subscription()) ? 'on' : 'off'
  },
  async subscription() {
    const manager = await subscriptionManager()
    return (await manager?.getSubscription())?.toJSON()
  },
  async subscribe(vapidPublicKey) {
    const manager = await subscriptionManager()
    if (!manager || (await Notification.requestPermission()) !== 'granted') return undefined
    const subscription = await manager.subscribe({ userVisibleOnly: true, applicationServerKey: vapidPublicKey })
    return subscription.toJSON()
  },
  async unsubscribe() {
    const manager = await subscriptionManager()
    const subscription = await manager?.getSubscription()
    // If the push service cannot be reached, the subscription ends with the first push that finds no receiver.
    await subscription?.unsubscribe().catch(() => false)
  },
}
