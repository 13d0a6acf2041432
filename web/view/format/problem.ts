import type { Refusal } from '../../model/refusal.ts'
import { format } from '../words/current.ts'
import type { Words } from '../words/en.ts'

/** A refusal in the person's language, or in the server's words if we have none. */
export function problemInWords({ refused, detail, afterMs }: Refusal, { problems }: Words): string {
  if (refused === 'too-many-requests' && afterMs !== undefined) return waitInWords(afterMs, problems)
  const known = refused in problems ? problems[refused as keyof Words['problems']] : undefined
  return typeof known === 'string' ? known : detail || problems.internal
}

/** Whether the person can do no more than report it: a fault of the server, or a refusal that this client does not expect. */
export const isFault = ({ refused }: Refusal, { problems }: Words): boolean =>
  refused === 'internal' || refused === 'unavailable' || !(refused in problems)

/** Rounded up: an early retry would have to wait again. */
function waitInWords(ms: number, { waitSeconds, waitMinutes }: Words['problems']): string {
  const seconds = Math.max(1, Math.ceil(ms / 1_000))
  const minutes = Math.ceil(seconds / 60)
  const { number } = format.value
  return seconds <= 60 ? waitSeconds(seconds, number(seconds)) : waitMinutes(minutes, number(minutes))
}
