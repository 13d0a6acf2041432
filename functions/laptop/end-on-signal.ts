/** One Ctrl-C arrives twice, from the terminal and from npm. A person who presses it again takes longer than this. */
const samePressMs = 400

interface Shutdown {
  /** On the first signal: finishes the work in progress. */
  gently: () => Promise<void>
  /** On the second signal: waits for nothing that hangs. */
  atOnce: () => Promise<void>
}

/** Ends this process on SIGINT, SIGTERM or SIGHUP: the first time gently, the second time at once. */
export function endOnSignal({ gently, atOnce }: Shutdown): void {
  let firstAt: number | undefined
  const onSignal = () => {
    const now = performance.now()
    if (firstAt === undefined) {
      firstAt = now
      gently().then(
        () => process.exit(0),
        error => {
          console.error(error)
          process.exit(1)
        },
      )
    } else if (now - firstAt > samePressMs) {
      atOnce().finally(() => process.exit(130))
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
}
