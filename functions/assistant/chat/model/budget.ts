import { asCaller } from '../../../kit/postgres/as-caller.ts'
import type { Sql } from '../../../kit/postgres/connect.ts'
import { daysBefore } from '../../../kit/retention.ts'
import type { DailyBounds } from './settings.ts'

/** What one request needs at most, or what it needed. */
export interface Use {
  tokens: number
  ms: number
}

/** The use of one person. */
export interface Budget {
  /** Takes the most that a request can need, so that parallel turns stay within the bounds. `undefined`: too little is left. */
  reserve(most: Use): Promise<Reservation | undefined>
}

export interface Reservation {
  /** Replaces the reserved amounts by the real ones. After a crash they stay reserved until the next day. */
  settle(real: Use): Promise<void>
}

export interface BudgetDeps {
  sql: Sql
  bounds: DailyBounds
  microsPerToken: number
  now: () => Date
}

export const createBudget = (deps: BudgetDeps, userId: string): Budget => ({
  async reserve(most) {
    const { sql, bounds, now } = deps
    const day = dayOf(now())
    const { tokens, ms, cost } = whole(deps, most)
    if (bounds.requests < 1 || tokens > bounds.tokens || ms > bounds.ms || cost > bounds.costMicros) return undefined
    const reserved = await asCaller(
      sql,
      { userId },
      tx => tx`
        insert into assistant.model_usage as u (user_id, day, requests, tokens, ms, cost_micros)
        values (${userId}, ${day}, 1, ${tokens}, ${ms}, ${cost})
        on conflict (user_id, day) do update set
          requests = u.requests + 1,
          tokens = u.tokens + excluded.tokens,
          ms = u.ms + excluded.ms,
          cost_micros = u.cost_micros + excluded.cost_micros
        where u.requests < ${bounds.requests}
          and u.tokens + excluded.tokens <= ${bounds.tokens}
          and u.ms + excluded.ms <= ${bounds.ms}
          and u.cost_micros + excluded.cost_micros <= ${bounds.costMicros}
        returning 1`,
    )
    if (!reserved.length) return undefined
    return {
      async settle(used) {
        const real = whole(deps, used)
        await asCaller(
          sql,
          { userId },
          tx => tx`
            update assistant.model_usage set
              tokens = tokens + ${real.tokens - tokens},
              ms = ms + ${real.ms - ms},
              cost_micros = cost_micros + ${real.cost - cost}
            where user_id = ${userId} and day = ${day}`,
        )
      },
    }
  },
})

const whole = ({ microsPerToken }: BudgetDeps, { tokens, ms }: Use) => ({
  tokens: Math.ceil(tokens),
  ms: Math.ceil(ms),
  cost: Math.ceil(tokens * microsPerToken),
})

const dayOf = (time: Date) => time.toISOString().slice(0, 10)

/** Days before this one are deleted. Two months are enough for the operator to compare them with a bill. */
export const usageBefore = (now: Date): string => dayOf(daysBefore(now, 62))
