import { v7 as newId } from 'uuid'
import type { Sql } from '../kit/postgres/connect.ts'
import type { DeadLetter } from './dead-letter.ts'

/**
 * Keeps a dead letter until an operator sends it again. One that comes twice is one; one that failed again after a replay
 * waits again. A late second delivery may look like that too: replaying once more does no harm.
 */
export async function keepDeadLetter(sql: Sql, letter: DeadLetter, now: Date): Promise<void> {
  const { key, userId, time, attributes, body, destination, status, reason } = letter
  await sql`
    select audit.keep_dead_letter(${newId()}, ${key}, ${userId}, ${time}, ${sql.json(attributes)}, ${body},
      ${destination}, ${status}, ${reason}, ${now})`
}
