import { useEffect, useState } from 'preact/hooks'
import { isRefused, type Refusal } from '../../model/refusal.ts'

/** Data of the server: loaded at first, and again after each change. */
export function useServerData<T extends object>(ask: () => Promise<T | Refusal>) {
  const [data, setData] = useState<T>()
  const [problem, setProblem] = useState<Refusal>()
  /** The person has changed something here, so a problem is news. */
  const [hasActed, setActed] = useState(false)
  const reload = async () => {
    const answer = await ask()
    if (isRefused(answer)) setProblem(answer)
    else {
      setProblem(undefined)
      setData(answer)
    }
  }
  useEffect(() => void reload(), [])
  /** Awaits a change and reloads. Returns the outcome; undefined if it was refused. */
  const run = async <R extends object>(request: Promise<R | Refusal>): Promise<R | undefined> => {
    setActed(true)
    const outcome = await request
    if (isRefused(outcome)) {
      setProblem(outcome)
      return undefined
    }
    await reload()
    return outcome
  }
  return { data, problem, hasActed, run, reload }
}
