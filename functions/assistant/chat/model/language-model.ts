import type { Log } from '../../../kit/log.ts'
import type { Sql } from '../../../kit/postgres/connect.ts'
import { createAvailability } from './availability.ts'
import { createBudget } from './budget.ts'
import { createModel } from './openai.ts'
import type { ModelSettings } from './settings.ts'
import { type Message, type ModelUnderstanding, understandByModel } from './understand.ts'

interface Deps {
  sql: Sql
  settings: ModelSettings
  now: () => Date
  log: Log
}

/** The language model of this process, which understands messages within the bounds of each person. */
export interface LanguageModel {
  understand(userId: string, message: Message): Promise<ModelUnderstanding>
}

export function createLanguageModel({ sql, settings, now, log }: Deps): LanguageModel {
  const { bounds, microsPerToken, turnMs } = settings
  const model = createModel({ settings, now, log })
  const availability = createAvailability()
  return {
    understand: (userId, message) =>
      understandByModel(message, {
        model,
        availability,
        budget: createBudget({ sql, bounds, microsPerToken, now }, userId),
        turnMs,
        now,
      }),
  }
}
