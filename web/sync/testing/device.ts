import 'fake-indexeddb/auto'
import { createClient, type Running } from '../create-client.ts'
import { newId } from '../new-id.ts'
import type { Channel, Platform } from '../platform.ts'
import type { Sent } from './model-server.ts'

export type Fetch = (url: string, sent: Sent) => Promise<Response>

/** What may befall the next request: it does not arrive, or what it is answered does not. */
export type Weather = 'fine' | 'offline' | 'answer-lost'

/** A device in the hands of a test: its network, its clock, its storage, and any number of tabs. */
export class TestDevice {
  readonly place: string
  weather: Weather = 'fine'
  readonly tabs: Running[] = []
  readonly #fetch: Fetch
  readonly #online = new Set<() => void>()
  readonly #rests = new Set<(resting: boolean) => void>()
  readonly #cuts = new Set<AbortController>()
  /** How far its clock is ahead. */
  readonly skewMs: number
  /** What the browser is subscribed to. */
  subscribed: PushSubscriptionJSON | undefined

  constructor(fetch: Fetch, { place = crypto.randomUUID(), skewMs = 0 } = {}) {
    this.place = place
    this.#fetch = fetch
    this.skewMs = skewMs
  }

  /** Opens a tab, and waits until it has read what the device keeps. */
  async open(clock: () => Date = () => new Date()): Promise<Running> {
    const tab = createClient(this.#platform(clock))
    this.tabs.push(tab)
    await until(tab.client.ready, ready => ready)
    return tab
  }

  offline(): void {
    this.weather = 'offline'
    for (const cut of this.#cuts) cut.abort()
    this.#cuts.clear()
  }

  online(): void {
    this.weather = 'fine'
    for (const call of this.#online) call()
  }

  /** Nobody looks at its tabs, or somebody does again. */
  rest(resting: boolean): void {
    for (const call of this.#rests) call(resting)
  }

  async close(): Promise<void> {
    await Promise.all(this.tabs.splice(0).map(tab => tab.close()))
  }

  #platform(clock: () => Date): Platform {
    return {
      place: `${this.place} `,
      fetch: (url, init) => this.#ask(String(url), init as Sent),
      pageOrigin: '',
      serverUrl: '',
      now: () => new Date(clock().getTime() + this.skewMs),
      newId,
      random: Math.random,
      locks: navigator.locks as unknown as Platform['locks'],
      channel: name => new BroadcastChannel(name) as unknown as Channel,
      online: () => this.weather !== 'offline',
      onOnline: (call, signal) => {
        this.#online.add(call)
        signal.addEventListener('abort', () => this.#online.delete(call))
      },
      onRest: call => void this.#rests.add(call),
      pause: (ms, signal) => pause(ms / 100, signal),
      zone: () => 'UTC',
      language: () => 'en',
      push: {
        state: async () => (this.subscribed ? 'on' : 'off'),
        subscription: async () => this.subscribed,
        subscribe: async () => this.subscribed,
        unsubscribe: async () => {
          this.subscribed = undefined
        },
      },
      updates: { ready() {}, takeNow() {} },
    }
  }

  async #ask(url: string, sent: Sent): Promise<Response> {
    sent.signal?.throwIfAborted()
    if (this.weather === 'offline') throw new TypeError('fetch failed')
    const cut = new AbortController()
    this.#cuts.add(cut)
    const signal = sent.signal ? AbortSignal.any([sent.signal, cut.signal]) : cut.signal
    const answer = await this.#fetch(url, { ...sent, signal })
    if (this.weather === 'fine' || sent.method === 'GET') return answer
    this.weather = 'fine'
    throw new TypeError('the answer did not arrive')
  }
}

/** Resolves as soon as a signal is so. */
export const until = <T>(
  signal: { value: T; subscribe(call: (value: T) => void): () => void },
  isSo: (value: T) => boolean,
): Promise<T> =>
  new Promise(resolve => {
    let end: (() => void) | undefined
    let isDone = false
    end = signal.subscribe(value => {
      if (isDone || !isSo(value)) return
      isDone = true
      end?.()
      resolve(value)
    })
    if (isDone) end()
  })

/** Resolves when everything of this tab is sent, but for what was refused, and it has taken in all updates. */
export async function settled({ session, client }: Running, head: () => number): Promise<void> {
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
