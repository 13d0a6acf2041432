/** What the browser gives, as far as it is used below the screens: a test can give another. */
export interface Platform {
  /** What names of databases, channels and locks begin with: a test has several devices in one place. */
  place: string
  fetch: typeof globalThis.fetch
  /** The origin of the page, and where the server is. */
  pageOrigin: string
  serverUrl: string
  now: () => Date
  /** Later ones sort after earlier ones, and after `after`. */
  newId: (after?: string) => string
  /** From 0 to 1: so that not every device comes back at the same moment. */
  random: () => number
  locks: { request(name: string, options: { signal: AbortSignal }, hold: () => Promise<void>): Promise<unknown> }
  channel: (name: string) => Channel
  online: () => boolean
  /** Calls when the device may have a network again. */
  onOnline: (call: () => void, signal: AbortSignal) => void
  /** Calls when nobody has looked at this tab for a while, and when somebody does again. */
  onRest: (call: (resting: boolean) => void) => void
  /** Resolves after that time, or when the signal ends it. */
  pause: (ms: number, signal: AbortSignal) => Promise<void>
  zone: () => string
  language: () => string
  push: BrowserPush
  /** Of the client itself: calls when a newer one is here, and takes it. */
  updates: { ready: (call: () => void) => void; takeNow: () => void }
}

/** What every tab of this device hears, but for the one that says it. */
export interface Channel {
  postMessage(message: unknown): void
  onmessage: ((event: { data: unknown }) => void) | null
  close(): void
}

export interface BrowserPush {
  state(): Promise<'unsupported' | 'blocked' | 'off' | 'on'>
  subscription(): Promise<PushSubscriptionJSON | undefined>
  /** Asks for permission when it must. Nothing: it was not given. */
  subscribe(vapidPublicKey: string): Promise<PushSubscriptionJSON | undefined>
  unsubscribe(): Promise<void>
}
