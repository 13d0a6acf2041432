import type { ServerResponse } from 'node:http'
import type { Read } from './read-updates.ts'
import { textOf, type UpdateRow } from './update.ts'

/** Why a stream ended, as its end marker says it. One that ends without a marker was cut on its way. */
export type EndReason = 'limit' | 'token' | 'account' | 'stopping'

/** The connection to its reader: Node's own response, because five thousand of anything more would not fit. */
export type Out = Pick<ServerResponse, 'write' | 'end' | 'destroy' | 'once'>

export interface StreamOptions {
  /** The last update that the reader has; `undefined`: it begins with what comes next. */
  after: number | undefined
  read: (after: number | undefined) => Promise<Read>
  now: () => number
  out: Out
  /** It is over, for whatever reason. */
  closed: (why: string) => void
}

/** How soon a reader comes back that lost its connection. */
const retryMs = 1_000

/**
 * One reader of one person's sequence. The table is the only buffer: what comes next is read from it when the reader's
 * connection has taken what came before, so a slow reader costs one page of memory, however far behind it is.
 */
export class Stream {
  updates = 0
  readonly #options: StreamOptions
  #sent: number | undefined
  /** How far the sequence is said to go. */
  #known = 0
  /** Since when its connection has not taken what was given to it; `undefined` while it wants more. */
  #stuckSince: number | undefined
  #writtenAt: number
  #begun = false
  #reading = false
  #ending: EndReason | undefined
  #open = true

  constructor(options: StreamOptions) {
    this.#options = options
    this.#sent = options.after
    this.#writtenAt = options.now()
    options.out.once('close', () => this.#close('left')).once('error', () => this.#close('broken'))
    this.#goOn()
  }

  /** Up to where its reader has been given everything. */
  get sent(): number {
    return this.#sent ?? 0
  }

  /** There is something up to that number. */
  wake(number: number): void {
    if (number <= this.#known) return
    this.#known = number
    this.#goOn()
  }

  /** Once in a while: says something that nobody acts on to a reader that was told nothing, and cuts one that is stuck. */
  look(quietSince: number, stuckSince: number): void {
    if (this.#stuckSince !== undefined && this.#stuckSince < stuckSince) this.cut('slow')
    else if (this.#writtenAt < quietSince && this.#stuckSince === undefined && !this.#reading) this.#write(':\n\n')
  }

  /** Says that it ends, as soon as its reader has taken what it was given; nothing else is said before. */
  end(reason: EndReason): void {
    this.#ending ??= reason
    this.#goOn()
  }

  cut(why: string): void {
    if (!this.#open) return
    this.#close(why)
    this.#options.out.destroy()
  }

  #goOn(): void {
    if (!this.#open || this.#reading || this.#stuckSince !== undefined) return
    if (this.#ending) this.#finish(this.#ending)
    else if (!this.#begun || this.#known > this.sent) this.#readOn()
  }

  #readOn(): void {
    this.#reading = true
    const asked = this.#known
    this.#options.read(this.#sent).then(
      read => {
        this.#reading = false
        this.#take(read)
        // What was told while it was read is still to come; what was told before is in it, or was no number.
        if (read.state !== 'gone') this.#known = Math.max(read.head, this.#known > asked ? this.#known : 0)
        this.#goOn()
      },
      // The database is away: its reader comes back, maybe to a replica that can answer.
      () => this.cut('unavailable'),
    )
  }

  #take(read: Read): void {
    if (!this.#open) return
    if (read.state === 'gone') {
      this.#ending = 'account'
      return
    }
    const { head } = read
    const opening = this.#begun ? '' : `retry: ${retryMs}\n`
    if (read.state === 'behind') {
      this.#sent = head
      this.#write(`${opening}event: reload\nid: ${head}\ndata: {"head":${head}}\n\n`)
    } else {
      this.#sent ??= head
      const begin = this.#begun ? '' : `${opening}event: begin\nid: ${this.#sent}\ndata: {"head":${head}}\n\n`
      const text = begin + read.updates.map(asEvent).join('')
      if (text) this.#write(text)
      this.#sent = read.updates.at(-1)?.number ?? this.#sent
      this.updates += read.updates.length
    }
    this.#begun = true
  }

  #write(text: string): void {
    this.#writtenAt = this.#options.now()
    if (this.#options.out.write(text)) return
    this.#stuckSince = this.#writtenAt
    this.#options.out.once('drain', () => {
      this.#stuckSince = undefined
      this.#goOn()
    })
  }

  #finish(reason: EndReason): void {
    this.#close(reason)
    this.#options.out.end(`event: end\ndata: {"reason":"${reason}"}\n\n`)
  }

  #close(why: string): void {
    if (!this.#open) return
    this.#open = false
    this.#options.closed(why)
  }
}

const asEvent = (update: UpdateRow): string => `id: ${update.number}\nevent: update\ndata: ${textOf(update)}\n\n`
