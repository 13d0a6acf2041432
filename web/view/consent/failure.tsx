import type { Refusal } from '../../model/refusal.ts'
import { problemInWords } from '../format/problem.ts'
import { words } from '../words/current.ts'
import { Message } from './message.tsx'

interface Props {
  /** Undefined: the address to go back to is not safe. */
  refusal: Refusal | undefined
  onAgain: () => void
}

/** Explains why there is nothing to decide. It shows nothing that came with the request. */
export function Failure({ refusal, onAgain }: Props) {
  const { programs } = words.value
  const { consent } = programs
  const mayPass = refusal && ['offline', 'unavailable', 'too-many-requests'].includes(refusal.refused)
  if (mayPass)
    return (
      <Message title={consent.failedTitle} action={programs.again} onAct={onAgain}>
        {problemInWords(refusal, words.value)}
      </Message>
    )
  return (
    <Message title={consent.wrongTitle} action={consent.toTasks} onAct={() => location.assign('/')}>
      {refusal ? problemInWords(refusal, words.value) : consent.unsafe}
    </Message>
  )
}
