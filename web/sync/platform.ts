/** The browser's services that the code below the screens uses. Tests replace it. */
export interface Platform {
  /** Prefix of the names of databases, channels and locks: a test has several devices in one process. */
  prefix: string
  fetch: typeof globalThis.fetch
  /** The origin of the page, and the address of the server. */
  pageOrigin: string
  serverUrl: string
  now: () => Date
  /** A later id sorts after an earlier one, and after `after`. */
  newId: (after?: string) => string
  /** From 0 to 1: the jitter that keeps devices from reconnecting at the same moment. */
  random: () => number
  locks: { request(name: string, options: { signal: AbortSignal }, work: () => Promise<void>): Promise<unknown> }
  channel: (name: string) => Channel
  online: () => boolean
  /** Calls when the device may be online again. */
  onOnline: (call: () => void, signal: AbortSignal) => void
  /** Calls with true when the tab has been hidden for a while, with false when it is visible again. */
  onBackground: (call: (inBackground: boolean) => void) => void
  /** Resolves when the screen shows what has changed until now. */
  painted: () => Promise<void>
  /** Resolves after this time, or when the signal aborts. */
  pause: (ms: number, signal: AbortSignal) => Promise<void>
  zone: () => string
  language: () => string
  push: BrowserPush
  /** Updates of the client itself: `ready` calls when a newer one waits, `takeNow` activates it. */
  updates: { ready: (call: () => void) => void; takeNow: () => void }
}

/** A broadcast channel: reaches every other tab of this device. */
export interface Channel {
  postMessage(message: unknown): void
  onmessage: ((event: { data: unknown }) => void) | null
  close(): void
}

export interface BrowserPush {
  state(): Promise<'unsupported' | 'blocked' | 'off' | 'on'>
  subscription(): Promise<PushSubscriptionJSON | undefined>
  /** Asks for permission if needed. Undefined: the person declined. */
  subscribe(vapidPublicKey: string): Promise<PushSubscriptionJSON | undefined>
  unsubscribe(): Promise<void>
}
