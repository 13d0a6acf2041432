import { useEffect, useState } from 'preact/hooks'
import { isRefused, type Refusal } from '../../model/refusal.ts'
import { problemInWords } from '../format/problem.ts'
import { words } from '../words/current.ts'

/** What only the server knows: asked for once, and again when something of it was changed here. */
export function useServerData<T extends object>(ask: () => Promise<T | Refusal>) {
  const [known, setKnown] = useState<T>()
  const [refused, setRefused] = useState<Refusal>()
  const again = async () => {
    const answer = await ask()
    if (isRefused(answer)) setRefused(answer)
    else {
      setRefused(undefined)
      setKnown(answer)
    }
  }
  useEffect(() => void again(), [])
  /** Does something, asks again, and answers what came of it unless it was refused. */
  const act = async <R extends object>(doing: Promise<R | Refusal>): Promise<R | undefined> => {
    const outcome = await doing
    if (isRefused(outcome)) {
      setRefused(outcome)
      return undefined
    }
    await again()
    return outcome
  }
  return { known, wrong: refused ? problemInWords(refused, words.value) : undefined, act }
}
