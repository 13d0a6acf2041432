import { actOn, type Reminder, sendWhatWaits } from './act.ts'
import { answerFrom, fill, forgetOthers } from './cache.ts'
import { type Subscriptions, subscribeAnew } from './subscribe-anew.ts'
import { wordsOf } from './words.ts'

declare const self: ServiceWorkerGlobalScope

/** What belongs to this build, and where its server is: both are written in when it is built. */
declare const __FILES__: string[]
declare const __BUILD__: string
declare const __SERVER__: string

const build = { name: `zerodue ${__BUILD__}`, files: __FILES__ }

// A newer client is laid beside the one that is in use, and waits: it takes over when the person says so, or when the last
// tab was closed.
self.addEventListener('install', event => event.waitUntil(fill(build)))
self.addEventListener('activate', event => event.waitUntil(Promise.all([forgetOthers(build), self.clients.claim()])))
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
  if (reminder && (action === 'complete' || action === 'snooze')) event.waitUntil(doIt(action, reminder))
  else event.waitUntil(show(reminder?.taskId))
})

const where = { serverUrl: __SERVER__, pageOrigin: self.location.origin }

/** Kept first, so that it is done also when there is no network now; then sent, if no tab does it. */
async function doIt(action: 'complete' | 'snooze', reminder: Reminder): Promise<void> {
  if ((await actOn(action, reminder, where)) === 'waits') await later('send')
}

/** Another subscription than before: what was told of the old one must be told of the new one. */
async function resubscribe(change: Pick<Subscriptions, 'old' | 'fresh'>): Promise<void> {
  const manager = self.registration.pushManager
  if ((await subscribeAnew({ ...change, manager }, where)) === 'waits') await later('subscribe')
}

/** Where the browser can, it wakes this worker when there is a network again; otherwise the next tab sends it. */
const later = async (what: 'send' | 'subscribe') => {
  const { sync } = self.registration as { sync?: { register(tag: string): Promise<void> } }
  await sync?.register(what).catch(() => {})
}

self.addEventListener('sync' as 'message', event => {
  const { tag } = event as unknown as { tag: string }
  event.waitUntil(tag === 'subscribe' ? resubscribe({}) : sendWhatWaits(where))
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
