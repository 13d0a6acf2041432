import type { Refused } from '../../model/refused.ts'
import type { Words } from '../words/en.ts'

/** What happened and what to do: in the person's words where there are some, else in the server's. */
export function problemInWords({ refused, detail }: Refused, { problems }: Words): string {
  const known = refused in problems ? problems[refused as keyof Words['problems']] : undefined
  return typeof known === 'string' ? known : problems.other(detail)
}
