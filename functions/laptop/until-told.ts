/** The terminal and npm both pass on one Ctrl-C; a person who means it twice takes longer than this. */
const samePressMs = 400

interface Told {
  /** The first time: end well. */
  gently: () => Promise<void>
  /** The second time: whatever is still open does not matter. */
  atOnce: () => Promise<void>
}

/** Ends this process when somebody says so, and on the second time without waiting for anything that hangs. */
export function endWhenTold({ gently, atOnce }: Told): void {
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
