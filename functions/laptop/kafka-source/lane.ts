import type { KafkaMessage } from 'kafkajs'

type Handle = (message: KafkaMessage, stopped: AbortSignal) => Promise<void>

/** Handles the records of one partition, one at a time. */
export class Lane {
  readonly #handle: Handle
  readonly #stop = new AbortController()
  #waiting: KafkaMessage[] = []
  #done: Promise<void>
  #next: string | undefined

  /** `before`: a record of the same partition that is still in flight from before a rebalance. */
  constructor(handle: Handle, before: Promise<void> = Promise.resolve()) {
    this.#handle = handle
    this.#done = before
  }

  get length(): number {
    return this.#waiting.length
  }

  /** The offset to commit: another consumer would resume there. */
  get next(): string | undefined {
    return this.#next
  }

  /** Resolves when no record waits. */
  get done(): Promise<void> {
    return this.#done
  }

  add(messages: KafkaMessage[]): void {
    const idle = this.#waiting.length === 0
    this.#waiting.push(...messages)
    if (idle) this.#done = this.#done.then(() => this.#run())
  }

  /** Starts no more records, and resolves when the one in flight has ended. */
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
