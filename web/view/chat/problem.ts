import type { Refusal } from '../../model/refusal.ts'
import { problemInWords } from '../format/problem.ts'
import { words } from '../words/current.ts'
import { chatWords } from './words.ts'

/** Why a message has no answer, in the person's language. */
export function problemOf(problem: Refusal): string {
  const w = chatWords.value
  switch (problem.refused) {
    case 'offline':
      return w.noAnswer
    case 'not-signed-in':
      return w.signedOut
    case 'conversation-not-found':
      return w.gone
    default:
      return problemInWords(problem, words.value) || w.noAnswer
  }
}
