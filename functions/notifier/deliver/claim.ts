import type { Sql } from '../../kit/postgres/connect.ts'
import type { Kind } from '../channel.ts'
import type { Content } from '../content.ts'

/** A delivery that is this worker's to send until its lease ends. */
export interface Claimed {
  user_id: string
  id: string
  occasion: string
  channel_id: string
  kind: Kind
  task_id: string | null
  content: Content
  /** Which try this is. */
  attempts: number
  lease: string
  created_at: Date
  /** Somebody claimed it before and never said what became of it. */
  resumed: boolean
}

/** Longer than the slowest send, or somebody else takes it for lost. */
const leaseMs = 60_000

/** Claims what is to be sent now; of two who ask at the same moment, one gets each. */
export async function claimDue(sql: Sql, now: Date, most: number, only?: string[]): Promise<Claimed[]> {
  const until = new Date(now.getTime() + leaseMs)
  return sql<Claimed[]>`
    select * from notifications.claim_due(${now}, ${until}, ${most}, ${only ?? null}::uuid[])`
}
