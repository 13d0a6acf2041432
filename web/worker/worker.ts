import { actOn, type Reminder, sendWaiting } from './act.ts'
import { answerFrom, deleteOtherBuilds, fill } from './cache.ts'
import { renewSubscription, type Subscriptions } from './renew-subscription.ts'
import { wordsOf } from './words.ts'

declare const self: ServiceWorkerGlobalScope

/** The files of this build and the address of its server; the build writes them in. */
declare const __FILES__: string[]
declare const __BUILD__: string
declare const __SERVER__: string

const build = { name: `zerodue ${__BUILD__}`, files: __FILES__ }

// A newer client installs beside the active one and waits. It takes over with the person's consent, or when the last
// tab closes.
self.addEventListener('install', event => event.waitUntil(fill(build)))
self.addEventListener('activate', event =>
  event.waitUntil(Promise.all([deleteOtherBuilds(build), self.clients.claim()])),
)
self.addEventListener('message', event => {
  if (event.data === 'take over') event.waitUntil(self.skipWaiting())
})
self.addEventListener('fetch', event => {
  const answer = answerFrom(build, event.request, self.location.origin)
  if (answer) event.respondWith(answer)
})

interface Push extends Partial<Reminder> {
  what: string
  tag: string
  title: string
  body: string
  lang?: string
  dir?: NotificationDirection
}

self.addEventListener('push', event => {
  const push = event.data?.json() as Push | undefined
  if (push) event.waitUntil(self.registration.showNotification(push.title, optionsOf(push)))
})

function optionsOf({ what, tag, body, lang = 'en', dir = 'auto', taskId, reminderId }: Push): NotificationOptions {
  const words = wordsOf(lang)
  const actions = [
    { action: 'complete', title: words.complete },
    { action: 'snooze', title: words.snooze },
  ]
  const isReminder = what === 'reminder' && taskId !== undefined
  const more = isReminder ? { data: { taskId, reminderId }, actions, requireInteraction: true } : {}
  return { body, tag, lang, dir, icon: '/icon-192.png', badge: '/badge.png', ...more } as NotificationOptions
}

self.addEventListener('notificationclick', event => {
  event.notification.close()
  const reminder = event.notification.data as Reminder | undefined
  const { action } = event
  if (reminder && (action === 'complete' || action === 'snooze')) event.waitUntil(perform(action, reminder))
  else event.waitUntil(show(reminder?.taskId))
})

const where = { serverUrl: __SERVER__, pageOrigin: self.location.origin }

/** Stores the action first, so that it survives a missing network; then sends it if no tab does. */
async function perform(action: 'complete' | 'snooze', reminder: Reminder): Promise<void> {
  if ((await actOn(action, reminder, where)) === 'waits') await retryLater('send')
}

/** The browser replaced its subscription: the server needs the new one. */
async function resubscribe(change: Pick<Subscriptions, 'old' | 'fresh'>): Promise<void> {
  const manager = self.registration.pushManager
  if ((await renewSubscription({ ...change, manager }, where)) === 'waits') await retryLater('subscribe')
}

/** Background sync wakes this worker when there is a network. Without it the next tab sends. */
const retryLater = async (what: 'send' | 'subscribe') => {
  const { sync } = self.registration as { sync?: { register(tag: string): Promise<void> } }
  await sync?.register(what).catch(() => {})
}

self.addEventListener('sync' as 'message', event => {
  const { tag } = event as unknown as { tag: string }
  event.waitUntil(tag === 'subscribe' ? resubscribe({}) : sendWaiting(where))
})

self.addEventListener('pushsubscriptionchange', event => {
  const { oldSubscription: old, newSubscription: fresh } = event
  event.waitUntil(resubscribe({ old, fresh }))
})

async function show(taskId: string | undefined): Promise<void> {
  const address = new URL(taskId ? `/#/today/task/${taskId}` : '/', self.location.origin).href
  const [open] = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  if (!open) return void (await self.clients.openWindow(address))
  await open.focus()
  if (taskId) await open.navigate(address).catch(() => null)
}
