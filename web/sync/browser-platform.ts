import { browserPush } from './browser-push.ts'
import { newId } from './new-id.ts'
import type { Channel, Platform } from './platform.ts'
import { workerUpdates } from './worker-updates.ts'

/** The browser itself. */
export const browserPlatform = (): Platform => ({
  place: '',
  fetch: (...args) => fetch(...args),
  pageOrigin: location.origin,
  serverUrl: document.querySelector<HTMLMetaElement>('meta[name="zerodue-server"]')?.content ?? '',
  now: () => new Date(),
  newId,
  random: Math.random,
  locks: 'locks' in navigator ? navigator.locks : everyTabAlone,
  channel: name => new BroadcastChannel(name) as Channel,
  online: () => navigator.onLine,
  onOnline: (call, signal) => window.addEventListener('online', call, { signal }),
  onRest,
  pause,
  zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
  language: () => navigator.language,
  push: browserPush,
  updates: workerUpdates,
})

/** On a page without TLS there are no locks: then every tab does its own work, which is more, and as right. */
const everyTabAlone: Platform['locks'] = { request: (_name, _options, hold) => hold() }

const restAfterMs = 5 * 60_000

function onRest(call: (resting: boolean) => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = () => {
    clearTimeout(timer)
    if (document.visibilityState === 'visible') call(false)
    else timer = setTimeout(() => call(true), restAfterMs)
  }
  document.addEventListener('visibilitychange', look)
  look()
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) return resolve()
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
