/** Waits for the work up to a limit; then the work goes on. The caller handles a rejection that comes after the limit. */
export async function within(work: Promise<unknown>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<void>(over => {
    timer = setTimeout(over, limitMs)
  })
  await Promise.race([work, limit]).finally(() => clearTimeout(timer))
}
