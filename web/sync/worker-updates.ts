import type { Platform } from './platform.ts'

const address = '/worker.js'

/** The only place that turns text into the URL of a script, and only this one (Trusted Types). */
const scriptUrl = (): string => {
  const types = (globalThis as { trustedTypes?: Factory }).trustedTypes
  const policy = types?.createPolicy('zerodue-worker', { createScriptURL: url => (url === address ? url : '') })
  return (policy?.createScriptURL(address) ?? address) as string
}
interface Factory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown }
}

let waiting: ServiceWorker | null = null

/** A newer client is installed beside this one and waits: no page reloads without its person's consent. */
export const workerUpdates: Platform['updates'] = {
  ready(call) {
    if (!('serviceWorker' in navigator) || import.meta.env.DEV) return
    navigator.serviceWorker.register(scriptUrl()).then(registration => {
      const check = () => {
        waiting = registration.waiting
        // The first install replaces nothing.
        if (waiting && navigator.serviceWorker.controller) call()
      }
      check()
      registration.addEventListener('updatefound', () => {
        registration.installing?.addEventListener('statechange', check)
      })
    }, notRegistered)
  },
  takeNow() {
    if (!waiting) return location.reload()
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
    waiting.postMessage('take over')
  },
}

/** Private windows and pages without TLS have no service worker: everything else works. */
const notRegistered = () => {}
