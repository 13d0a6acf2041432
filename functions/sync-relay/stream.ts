import type { ServerResponse } from 'node:http'
import type { ReadResult } from './read-updates.ts'
import { textOf, type UpdateRow } from './update.ts'

/** The reason in the end marker of a stream. A stream without an end marker was cut. */
export type EndReason = 'limit' | 'token' | 'account' | 'stopping'

/** The connection to the reader: Node's own response, because anything larger would not fit five thousand times. */
export type Connection = Pick<ServerResponse, 'write' | 'end' | 'destroy' | 'once'>

interface StreamOptions {
  /** The last number that the reader has; without one the stream starts with the next update. */
  after: number | undefined
  read: (after: number | undefined) => Promise<ReadResult>
  now: () => number
  out: Connection
  /** Called once when the stream ends, with the reason. */
  onClose: (why: string) => void
}

/** How soon a reader that lost its connection reconnects. */
const retryMs = 1_000

/**
 * One reader of one person's sequence. The table is the only buffer: the stream reads the next page when the connection has
 * drained, so back-pressure limits a slow reader to one page of memory, however far behind it is.
 */
export class Stream {
  updates = 0
  readonly #options: StreamOptions
  #position: number | undefined
  /** The newest number that the stream knows of. */
  #head = 0
  /** Since when the connection has not drained; `undefined` while it accepts more. */
  #blockedSince: number | undefined
  #writtenAt: number
  #started = false
  #isReading = false
  #ending: EndReason | undefined
  #isOpen = true

  constructor(options: StreamOptions) {
    this.#options = options
    this.#position = options.after
    this.#writtenAt = options.now()
    options.out.once('close', () => this.#close('left')).once('error', () => this.#close('broken'))
    this.#proceed()
  }

  /** The last number that was sent to the reader. */
  get position(): number {
    return this.#position ?? 0
  }

  /** The person has updates up to that number. */
  wake(number: number): void {
    if (number <= this.#head) return
    this.#head = number
    this.#proceed()
  }

  /** Sends a heartbeat on a quiet stream, and disconnects a reader that has not drained since `blockedBefore`. */
  tick(quietSince: number, blockedBefore: number): void {
    if (this.#blockedSince !== undefined && this.#blockedSince < blockedBefore) this.disconnect('slow')
    else if (this.#writtenAt < quietSince && this.#blockedSince === undefined && !this.#isReading) this.#write(':\n\n')
  }

  /** Sends the end marker as soon as the connection has drained, and no update before it. */
  end(reason: EndReason): void {
    this.#ending ??= reason
    this.#proceed()
  }

  disconnect(why: string): void {
    if (!this.#isOpen) return
    this.#close(why)
    this.#options.out.destroy()
  }

  #proceed(): void {
    if (!this.#isOpen || this.#isReading || this.#blockedSince !== undefined) return
    if (this.#ending) this.#finish(this.#ending)
    else if (!this.#started || this.#head > this.position) this.#readNext()
  }

  #readNext(): void {
    this.#isReading = true
    const before = this.#head
    this.#options.read(this.#position).then(
      read => {
        this.#isReading = false
        this.#send(read)
        // A wake-up during the read is newer than its result. An earlier one is part of it, or had no number.
        if (read.state !== 'deleted') this.#head = Math.max(read.head, this.#head > before ? this.#head : 0)
        this.#proceed()
      },
      // The database is away: the reader reconnects, maybe to a replica that can answer.
      () => this.disconnect('unavailable'),
    )
  }

  #send(read: ReadResult): void {
    if (!this.#isOpen) return
    if (read.state === 'deleted') {
      this.#ending = 'account'
      return
    }
    const { head } = read
    const opening = this.#started ? '' : `retry: ${retryMs}\n`
    if (read.state === 'behind') {
      this.#position = head
      this.#write(`${opening}event: reload\nid: ${head}\ndata: {"head":${head}}\n\n`)
    } else {
      this.#position ??= head
      const begin = this.#started ? '' : `${opening}event: begin\nid: ${this.#position}\ndata: {"head":${head}}\n\n`
      const text = begin + read.updates.map(asEvent).join('')
      if (text) this.#write(text)
      this.#position = read.updates.at(-1)?.number ?? this.#position
      this.updates += read.updates.length
    }
    this.#started = true
  }

  #write(text: string): void {
    this.#writtenAt = this.#options.now()
    if (this.#options.out.write(text)) return
    this.#blockedSince = this.#writtenAt
    this.#options.out.once('drain', () => {
      this.#blockedSince = undefined
      this.#proceed()
    })
  }

  #finish(reason: EndReason): void {
    this.#close(reason)
    this.#options.out.end(`event: end\ndata: {"reason":"${reason}"}\n\n`)
  }

  #close(why: string): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#options.onClose(why)
  }
}

const asEvent = (update: UpdateRow): string => `id: ${update.number}\nevent: update\ndata: ${textOf(update)}\n\n`
