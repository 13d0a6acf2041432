import { isRefusal } from '../../kit/core/refusal.ts'
import type { Outcome } from '../../kit/http/api.ts'

/** Puts the token into the answer on its way out, the first time and again for the same idempotency key. */
export async function showing(tokenOf: (id: string) => string, outcome: Outcome): Promise<Outcome> {
  if (isRefusal(outcome)) return outcome
  if (!(outcome instanceof Response)) return { ...outcome, body: withToken(tokenOf, outcome.body as { id: string }) }
  const kept = (await outcome.json()) as { id: string }
  return new Response(JSON.stringify(withToken(tokenOf, kept)), outcome)
}

const withToken = (tokenOf: (id: string) => string, token: { id: string }) => ({ ...token, token: tokenOf(token.id) })
