import type { Refusal } from '../../model/refusal.ts'
import { Problem } from '../parts/problem.tsx'
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
  const mayPass = refusal && ['offline', 'unavailable', 'internal', 'too-many-requests'].includes(refusal.refused)
  if (mayPass)
    return (
      <Message title={consent.failedTitle} action={programs.again} onAct={onAgain}>
        <Problem refusal={refusal} quiet />
      </Message>
    )
  return (
    <Message title={consent.wrongTitle} action={consent.toTasks} onAct={() => location.assign('/')}>
      {refusal ? <Problem refusal={refusal} quiet /> : consent.unsafe}
    </Message>
  )
}
