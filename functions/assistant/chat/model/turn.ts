import { counter } from '../../../kit/telemetry/instruments.ts'
import type { Availability } from './availability.ts'
import type { Budget } from './budget.ts'
import type { Question } from './dialect.ts'
import type { Model } from './openai.ts'

/** `away`: the server failed or is slow. `limit`: the person has used up the day. `nonsense`: no usable answer came. */
export type Trouble = 'away' | 'limit' | 'nonsense'

export interface TurnDeps {
  model: Model
  availability: Availability
  budget: Budget
  /** The time for all requests of one message. */
  turnMs: number
  now: () => Date
}

/** The requests for one message. Without `text` the server answered nothing that can be used. */
export interface Turn {
  ask(question: Question): Promise<{ text: string | undefined } | { trouble: Trouble }>
}

const mostRequests = 8
const tokens = counter('zerodue.assistant.tokens', {
  description: 'Tokens that the language model has read and written.',
})

export function startTurn(deps: TurnDeps, caller: AbortSignal): Turn {
  const { model, availability, budget, now } = deps
  const signal = AbortSignal.any([caller, AbortSignal.timeout(deps.turnMs)])
  let requests = 0

  async function ask(question: Question): ReturnType<Turn['ask']> {
    if (requests++ >= mostRequests) return { trouble: 'nonsense' }
    if (signal.aborted || availability.isOpen(now())) return { trouble: 'away' }
    const reservation = await budget.reserve(model.mostOf(question))
    if (!reservation) return { trouble: 'limit' }
    if (!availability.admit(now())) {
      await reservation.settle({ tokens: 0, ms: 0 })
      return { trouble: 'away' }
    }
    const answer = await model.ask(question, signal)
    tokens.add(answer.use.tokens)
    await reservation.settle(answer.use)
    if ('text' in answer) {
      availability.succeeded()
      return answer
    }
    switch (answer.failure) {
      case 'again':
        availability.succeeded()
        return ask(question)
      case 'nonsense':
        availability.succeeded()
        return { text: undefined }
      case 'cancelled':
        return { trouble: 'away' }
      case 'away':
        availability.failed(now(), answer.retryAfterMs)
        return { trouble: 'away' }
    }
  }
  return { ask }
}
