import type { Platform } from './platform.ts'

const address = '/worker.js'

/** Text becomes the address of a script only here, and only this one. */
const scriptUrl = (): string => {
  const types = (globalThis as { trustedTypes?: Factory }).trustedTypes
  const policy = types?.createPolicy('zerodue-worker', { createScriptURL: url => (url === address ? url : '') })
  return (policy?.createScriptURL(address) ?? address) as string
}
interface Factory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown }
}

let waiting: ServiceWorker | null = null

/** A newer client is loaded beside this one and waits: nobody's page is loaded anew but on their own wish. */
export const workerUpdates: Platform['updates'] = {
  ready(call) {
    if (!('serviceWorker' in navigator) || import.meta.env.DEV) return
    navigator.serviceWorker.register(scriptUrl()).then(registration => {
      const look = () => {
        waiting = registration.waiting
        // The first one has nothing to replace.
        if (waiting && navigator.serviceWorker.controller) call()
      }
      look()
      registration.addEventListener('updatefound', () => {
        registration.installing?.addEventListener('statechange', look)
      })
    }, notRegistered)
  },
  takeNow() {
    if (!waiting) return location.reload()
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
    waiting.postMessage('take over')
  },
}

/** A private window or a page without TLS has no service worker: everything else works. */
const notRegistered = () => {}
