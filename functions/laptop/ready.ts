import * as v from 'valibot'
import { ok, toResponse } from '../kit/http/answer.ts'
import type { FunctionInstance } from '../kit/make-function.ts'
import type { PartState } from '../kit/readiness/part.ts'
import { Readiness, statusOf } from '../kit/readiness/readiness.ts'

/** From the one that a person must know first. */
const order: PartState['status'][] = ['away', 'not asked yet', 'ok', 'not needed now', 'not set up']

/** The readiness of all functions as one: of each part the worst state, or the refusal of a function that cannot serve. */
export async function readyTogether(functions: readonly Pick<FunctionInstance, 'app'>[]): Promise<Response> {
  const answers = await Promise.all(functions.map(({ app }) => app.request('/ready')))
  const refusal = answers.find(answer => !answer.ok)
  if (refusal) return refusal
  const parts = new Map<string, PartState>()
  for (const answer of answers)
    for (const [name, state] of Object.entries(v.parse(Readiness, await answer.json()).parts)) {
      const worst = parts.get(name)
      if (!worst || order.indexOf(state.status) < order.indexOf(worst.status)) parts.set(name, state)
    }
  const all = Object.fromEntries(parts)
  return toResponse(ok({ status: statusOf(all), parts: all } satisfies Readiness))
}
