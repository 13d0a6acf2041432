import { useEffect, useState } from 'preact/hooks'
import { isRefused, type Refusal } from '../../model/refusal.ts'
import { problemInWords } from '../format/problem.ts'
import { words } from '../words/current.ts'

/** Data of the server: loaded at first, and again after each change. */
export function useServerData<T extends object>(ask: () => Promise<T | Refusal>) {
  const [data, setData] = useState<T>()
  const [refused, setRefused] = useState<Refusal>()
  const reload = async () => {
    const answer = await ask()
    if (isRefused(answer)) setRefused(answer)
    else {
      setRefused(undefined)
      setData(answer)
    }
  }
  useEffect(() => void reload(), [])
  /** Awaits a change and reloads. Returns the outcome; undefined if it was refused. */
  const run = async <R extends object>(request: Promise<R | Refusal>): Promise<R | undefined> => {
    const outcome = await request
    if (isRefused(outcome)) {
      setRefused(outcome)
      return undefined
    }
    await reload()
    return outcome
  }
  return { data, problem: refused ? problemInWords(refused, words.value) : undefined, run, reload }
}
