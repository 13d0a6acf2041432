import type { KafkaMessage } from 'kafkajs'

type Handle = (message: KafkaMessage, stopped: AbortSignal) => Promise<void>

/** The records of one partition, one after the other. */
export class Lane {
  readonly #handle: Handle
  readonly #stop = new AbortController()
  #waiting: KafkaMessage[] = []
  #done: Promise<void>
  #next: string | undefined

  /** `before`: a record of the same partition that is still on its way, since before the group was shared out anew. */
  constructor(handle: Handle, before: Promise<void> = Promise.resolve()) {
    this.#handle = handle
    this.#done = before
  }

  get length(): number {
    return this.#waiting.length
  }

  /** The offset from which another consumer would go on. */
  get next(): string | undefined {
    return this.#next
  }

  /** Resolves when nothing waits any more. */
  get done(): Promise<void> {
    return this.#done
  }

  add(messages: KafkaMessage[]): void {
    const idle = this.#waiting.length === 0
    this.#waiting.push(...messages)
    if (idle) this.#done = this.#done.then(() => this.#run())
  }

  /** Starts nothing more, and resolves when what is under way has ended. */
  stop(): Promise<void> {
    this.#stop.abort()
    return this.#done
  }

  async #run(): Promise<void> {
    for (let message = this.#waiting[0]; message; message = this.#waiting[0]) {
      if (this.#stop.signal.aborted) return
      try {
        await this.#handle(message, this.#stop.signal)
      } catch (error) {
        if (this.#stop.signal.aborted) return
        throw error
      }
      this.#next = String(BigInt(message.offset) + 1n)
      this.#waiting.shift()
    }
  }
}
