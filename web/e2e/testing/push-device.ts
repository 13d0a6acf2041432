import type { BrowserContext, Worker } from 'playwright'
import { expect } from 'vitest'
import type { Device } from './person.ts'
import { type Overrides, overrideWorker, type Subscription } from './worker-overrides.ts'

/** Fakes push subscriptions on the next pages: a headless browser has no push service. */
export async function allowPush(context: BrowserContext, subscription: Subscription): Promise<void> {
  await context.grantPermissions(['notifications'])
  await context.addInitScript(json => {
    const asSubscription = () => ({
      toJSON: () => json,
      unsubscribe: async () => localStorage.removeItem('subscribed'),
    })
    Object.defineProperty(Notification, 'permission', { get: () => 'granted' })
    Object.assign(PushManager.prototype, {
      getSubscription: async () => (localStorage.getItem('subscribed') ? asSubscription() : null),
      async subscribe() {
        localStorage.setItem('subscribed', 'yes')
        return asSubscription()
      },
    })
  }, subscription)
}

/** The service worker of a device, with fakes for the browser's notifications around it. */
export async function workerOf({ context, page }: Device) {
  await expect.poll(() => context.serviceWorkers().length, { timeout: 20_000 }).toBe(1)
  const [worker] = context.serviceWorkers() as [Worker]
  await worker.evaluate(overrideWorker)
  const browser = await context.newCDPSession(page)
  const registered = new Promise<string>(resolve =>
    browser.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      if (registrations[0]) resolve(registrations[0].registrationId)
    }),
  )
  await browser.send('ServiceWorker.enable')
  const registrationId = await registered
  const { origin } = new URL(worker.url())
  const overrides = () => worker.evaluateHandle(() => (self as unknown as { overrides: Overrides }).overrides)
  return {
    deliver: (data: object) =>
      browser.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data: JSON.stringify(data) }),
    shown: async () => (await overrides()).evaluate(({ shown }) => shown),
    opened: async () => (await overrides()).evaluate(({ opened }) => opened),
    /** Resolves when the click's work is done. */
    click: async (title: string, action = '') =>
      (await overrides()).evaluate((over, [name, act]) => over.click(name, act), [title, action] as const),
    /** Ends a subscription; the browser offers `fresh` instead. */
    change: async (old: Subscription, fresh: Subscription) =>
      (await overrides()).evaluate((over, [was, is]) => over.change(was, is), [old, fresh] as const),
  }
}
