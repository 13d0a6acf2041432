import { useEffect, useState } from 'preact/hooks'
import { isRefused, type Refused } from '../../model/refused.ts'
import { problemInWords } from '../format/problem.ts'
import { words } from '../words/spoken.ts'

/** What only the server knows: asked for once, and again when something of it was changed here. */
export function useAsked<T extends object>(ask: () => Promise<T | Refused>) {
  const [known, setKnown] = useState<T>()
  const [refused, setRefused] = useState<Refused>()
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
  const act = async <R extends object>(doing: Promise<R | Refused>): Promise<R | undefined> => {
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
