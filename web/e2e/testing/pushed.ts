import type { BrowserContext, Worker } from 'playwright'
import { expect } from 'vitest'
import type { Device } from './person.ts'
import { type Subscription, type Written, writeOver } from './written-over.ts'

/** From its next page on this browser lets itself be subscribed: one without windows has no push service. */
export async function canBePushed(context: BrowserContext, subscription: Subscription): Promise<void> {
  await context.grantPermissions(['notifications'])
  await context.addInitScript(given => {
    const asSubscription = () => ({
      toJSON: () => given,
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

/** The service worker of a device, with the browser around it that a person would see. */
export async function workerOf({ context, page }: Device) {
  await expect.poll(() => context.serviceWorkers().length, { timeout: 20_000 }).toBe(1)
  const [worker] = context.serviceWorkers() as [Worker]
  await worker.evaluate(writeOver)
  const browser = await context.newCDPSession(page)
  const registered = new Promise<string>(resolve =>
    browser.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      if (registrations[0]) resolve(registrations[0].registrationId)
    }),
  )
  await browser.send('ServiceWorker.enable')
  const registrationId = await registered
  const { origin } = new URL(worker.url())
  const written = () => worker.evaluateHandle(() => (self as unknown as { written: Written }).written)
  return {
    deliver: (data: object) =>
      browser.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data: JSON.stringify(data) }),
    shown: async () => (await written()).evaluate(({ shown }) => shown),
    opened: async () => (await written()).evaluate(({ opened }) => opened),
    /** Resolves when everything that the click began is done. */
    click: async (title: string, action = '') =>
      (await written()).evaluate((over, [name, act]) => over.click(name, act), [title, action] as const),
    /** The browser ended one subscription, and gives another when it is asked. */
    change: async (old: Subscription, fresh: Subscription) =>
      (await written()).evaluate((over, [was, is]) => over.change(was, is), [old, fresh] as const),
  }
}
