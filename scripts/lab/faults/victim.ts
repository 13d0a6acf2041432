/** A process that has just been started. */
export interface Started {
  /** Its address, once it answers. */
  address: Promise<string>
  kill(): Promise<void>
}

/** A process that can be killed at any moment and starts again. */
export class Victim {
  readonly #start: () => Started
  #current: Started
  /** The address of the process that runs now, once it answers. */
  ready: Promise<string>
  isReady = false

  constructor(start: () => Started) {
    this.#start = start
    this.#current = start()
    this.ready = this.#untilReady(this.#current)
  }

  /** With SIGKILL, as a power cut or the kernel would do it; then it starts again. */
  async killAndRestart(): Promise<void> {
    await this.end()
    this.#current = this.#start()
    this.ready = this.#untilReady(this.#current)
    // The writers wait for `ready`; a start that is killed too is no fault.
    this.ready.catch(() => {})
  }

  async end(): Promise<void> {
    this.isReady = false
    await this.#current.kill()
  }

  async #untilReady(started: Started): Promise<string> {
    const address = await started.address
    this.isReady = this.#current === started
    return address
  }
}
