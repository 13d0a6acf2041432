/** Waits for the work, but no longer than that; the work goes on. It must not be work that rejects unheard. */
export async function within(work: Promise<unknown>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<void>(over => {
    timer = setTimeout(over, limitMs)
  })
  await Promise.race([work, limit]).finally(() => clearTimeout(timer))
}
