/** A process that can be killed at any moment and comes back. */
export interface Victim {
  /** Its address, once it can be asked. */
  readonly ready: Promise<string>
  readonly isReady: boolean
  /** At once and without a word, as a power cut or the kernel would do it; then it starts again. */
  killAndRestart(): Promise<void>
  end(): Promise<void>
}
