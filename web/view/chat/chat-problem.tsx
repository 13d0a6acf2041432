import type { Refusal } from '../../model/refusal.ts'
import { Problem } from '../parts/problem.tsx'
import { chatWords } from './words.ts'

/** Why a message has no answer. */
export function ChatProblem({ refusal, class: name = '' }: { refusal: Refusal; class?: string }) {
  const { noAnswer, signedOut, gone } = chatWords.value
  const inWords = { offline: noAnswer, 'not-signed-in': signedOut, 'conversation-not-found': gone }
  return <Problem refusal={refusal} class={name} inWords={inWords} />
}
