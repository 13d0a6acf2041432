import 'fake-indexeddb/auto'
import { createClient, type RunningClient } from '../create-client.ts'
import { newId } from '../new-id.ts'
import type { Channel, Platform } from '../platform.ts'
import type { SentRequest } from './model-server.ts'

export type Fetch = (url: string, sent: SentRequest) => Promise<Response>

/** The state of the network. `answer-lost`: the next write reaches the server, its answer does not come back. */
export type Network = 'online' | 'offline' | 'answer-lost'

/** A device under test: its network, its clock, its storage, and any number of tabs. */
export class TestDevice {
  readonly prefix: string
  network: Network = 'online'
  readonly tabs: RunningClient[] = []
  readonly #fetch: Fetch
  readonly #online = new Set<() => void>()
  readonly #background = new Set<(inBackground: boolean) => void>()
  readonly #cuts = new Set<AbortController>()
  /** How far its clock is ahead of the server's. */
  readonly skewMs: number
  /** The browser's push subscription. */
  subscription: PushSubscriptionJSON | undefined

  constructor(fetch: Fetch, { prefix = crypto.randomUUID(), skewMs = 0 } = {}) {
    this.prefix = prefix
    this.#fetch = fetch
    this.skewMs = skewMs
  }

  /** Opens a tab and waits until it has read the device's storage. */
  async open(clock: () => Date = () => new Date()): Promise<RunningClient> {
    const tab = createClient(this.#platform(clock))
    this.tabs.push(tab)
    await until(tab.client.ready, ready => ready)
    return tab
  }

  offline(): void {
    this.network = 'offline'
    for (const cut of this.#cuts) cut.abort()
    this.#cuts.clear()
  }

  online(): void {
    this.network = 'online'
    for (const call of this.#online) call()
  }

  /** Sends its tabs to the background, or brings them back. */
  hide(inBackground: boolean): void {
    for (const call of this.#background) call(inBackground)
  }

  async close(): Promise<void> {
    await Promise.all(this.tabs.splice(0).map(tab => tab.close()))
  }

  #platform(clock: () => Date): Platform {
    return {
      prefix: `${this.prefix} `,
      fetch: (url, init) => this.#ask(String(url), init as SentRequest),
      pageOrigin: '',
      serverUrl: '',
      now: () => new Date(clock().getTime() + this.skewMs),
      newId,
      random: Math.random,
      locks: navigator.locks as unknown as Platform['locks'],
      channel: name => new BroadcastChannel(name) as unknown as Channel,
      online: () => this.network !== 'offline',
      onOnline: (call, signal) => {
        this.#online.add(call)
        signal.addEventListener('abort', () => this.#online.delete(call))
      },
      onBackground: call => void this.#background.add(call),
      painted: async () => {},
      pause: (ms, signal) => pause(ms / 100, signal),
      zone: () => 'UTC',
      language: () => 'en',
      push: {
        state: async () => (this.subscription ? 'on' : 'off'),
        subscription: async () => this.subscription,
        subscribe: async () => this.subscription,
        unsubscribe: async () => {
          this.subscription = undefined
        },
      },
      updates: { ready() {}, takeNow() {} },
    }
  }

  async #ask(url: string, sent: SentRequest): Promise<Response> {
    sent.signal?.throwIfAborted()
    if (this.network === 'offline') throw new TypeError('fetch failed')
    const cut = new AbortController()
    this.#cuts.add(cut)
    const signal = sent.signal ? AbortSignal.any([sent.signal, cut.signal]) : cut.signal
    const answer = await this.#fetch(url, { ...sent, signal })
    if (this.network === 'online' || sent.method === 'GET') return answer
    this.network = 'online'
    throw new TypeError('the answer did not arrive')
  }
}

/** Resolves as soon as the signal's value meets the condition. */
export const until = <T>(
  signal: { value: T; subscribe(call: (value: T) => void): () => void },
  condition: (value: T) => boolean,
): Promise<T> =>
  new Promise(resolve => {
    let end: (() => void) | undefined
    let isDone = false
    end = signal.subscribe(value => {
      if (isDone || !condition(value)) return
      isDone = true
      end?.()
      resolve(value)
    })
    if (isDone) end()
  })

/** Resolves when this tab has sent every operation that is not refused and has received all updates. */
export async function synchronized({ session, client }: RunningClient, head: () => number): Promise<void> {
  const never = new AbortController().signal
  for (;;) {
    const { hub } = session()
    const changed = hub.changed(never)
    if (client.waiting.value === 0 && (hub.meta.cursor ?? -1) >= head()) return
    await changed
  }
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
