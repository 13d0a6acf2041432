import { browserPush } from './browser-push.ts'
import { newId } from './new-id.ts'
import type { Channel, Platform } from './platform.ts'
import { workerUpdates } from './worker-updates.ts'

/** The platform of a real browser. */
export const browserPlatform = (): Platform => ({
  prefix: '',
  fetch: (...args) => fetch(...args),
  pageOrigin: location.origin,
  serverUrl: document.querySelector<HTMLMetaElement>('meta[name="zerodue-server"]')?.content ?? '',
  now: () => new Date(),
  newId,
  random: Math.random,
  locks: 'locks' in navigator ? navigator.locks : withoutLocks,
  channel: name => new BroadcastChannel(name) as Channel,
  online: () => navigator.onLine,
  onOnline: (call, signal) => window.addEventListener('online', call, { signal }),
  onBackground,
  painted,
  pause,
  zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
  language: () => navigator.language,
  push: browserPush,
  updates: workerUpdates,
})

/** A page without TLS has no locks: every tab then synchronizes on its own, with more requests and the same result. */
const withoutLocks: Platform['locks'] = { request: (_name, _options, work) => work() }

const backgroundAfterMs = 5 * 60_000

function onBackground(call: (inBackground: boolean) => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const update = () => {
    clearTimeout(timer)
    if (document.visibilityState === 'visible') call(false)
    else timer = setTimeout(() => call(true), backgroundAfterMs)
  }
  document.addEventListener('visibilitychange', update)
  update()
}

/** A tab in the background paints nothing. */
const longestFrameMs = 500

const painted = (): Promise<void> =>
  new Promise(resolve => {
    setTimeout(resolve, longestFrameMs)
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))
  })

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
