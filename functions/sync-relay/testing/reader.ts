import { type EventSourceMessage, EventSourceParserStream } from 'eventsource-parser/stream'

interface SeenUpdate {
  number: number
  type: string
  data: { task?: { id: string; title: string; version: number } }
}

/** A client of one stream that connects like the web client: with `fetch`, and with token and last number in headers. */
export class Reader {
  readonly events: EventSourceMessage[] = []
  readonly updates: SeenUpdate[] = []
  /** The reason in the end marker of the stream; `undefined` when it was cut. */
  readonly over: Promise<string | undefined>
  /** The last number that it received. */
  last: number | undefined
  #leave = new AbortController()
  #waiting = new Set<() => void>()

  constructor(response: Response, last: number | undefined, leave: AbortController) {
    this.last = last
    this.#leave = leave
    this.over = this.#read(response)
  }

  static async open(address: string, token: string, after?: number): Promise<Reader> {
    const leave = new AbortController()
    const response = await fetch(`${address}/api/stream`, {
      signal: leave.signal,
      headers: {
        authorization: `Bearer ${token}`,
        ...(after !== undefined && { 'last-event-id': String(after) }),
      },
    })
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
    return new Reader(response, after, leave)
  }

  get numbers(): number[] {
    return this.updates.map(({ number }) => number)
  }

  get ends(): string[] {
    return this.events.filter(({ event }) => event === 'end').map(({ data }) => data)
  }

  /** Resolves when that holds, and rejects when the stream ends before. */
  async until(holds: (reader: Reader) => boolean): Promise<this> {
    let over = false
    void this.over.then(() => {
      over = true
    })
    while (!holds(this)) {
      if (over) throw new Error(`The stream ended before that: ${JSON.stringify(this.events.at(-1))}`)
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#waiting.add(resolve)
      await Promise.race([promise, this.over])
      this.#waiting.delete(resolve)
    }
    return this
  }

  async leave(): Promise<void> {
    this.#leave.abort()
    await this.over
  }

  async #read(response: Response): Promise<string | undefined> {
    let reason: string | undefined
    try {
      const events = response.body?.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
      for await (const event of events ?? []) {
        if (event.event === 'end') reason = (JSON.parse(event.data) as { reason: string }).reason
        this.#take(event)
      }
    } catch {
      // One side cut the connection.
    }
    return reason
  }

  #take(event: EventSourceMessage): void {
    this.events.push(event)
    if (event.id !== undefined) this.last = Number(event.id)
    if (event.event === 'update') this.updates.push(JSON.parse(event.data) as SeenUpdate)
    for (const one of [...this.#waiting]) one()
  }
}
