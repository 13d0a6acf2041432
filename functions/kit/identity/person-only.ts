import { notAllowed } from '../core/problems.ts'
import { Refused, refuse } from '../core/refusal.ts'
import type { Caller } from '../http/api.ts'

/** Refuses programs and the assistant, for what would outlive their access or ends an account. */
export function requirePerson({ actor }: Caller): void {
  if (actor.kind === 'user') return
  const detail = actor.kind === 'assistant' ? assistantRefused : 'An API token cannot do this: sign in instead.'
  throw new Refused(refuse(notAllowed, { detail }))
}

/**
 * Refuses the assistant where an API token may act. A text in a task could talk the assistant into it, and the effect would be
 * hard to see or to undo: messages to other addresses, or all data in one answer.
 */
export function refuseAssistant({ actor }: Caller): void {
  if (actor.kind === 'assistant') throw new Refused(refuse(notAllowed, { detail: assistantRefused }))
}

const assistantRefused = 'The assistant cannot do this: do it yourself in the web client.'
