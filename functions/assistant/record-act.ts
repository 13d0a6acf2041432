import { assistantActed } from '../domain/events/audit-events.ts'
import type { OutboxEvent } from '../kit/events/event.ts'
import { emitIn } from '../kit/events/inbox.ts'
import type { Outbox } from '../kit/events/outbox.ts'
import { asCaller } from '../kit/postgres/as-caller.ts'
import type { Sql } from '../kit/postgres/connect.ts'
import type { Door, Session } from './exchange.ts'

interface ActDeps {
  sql: Sql
  outbox: Outbox
  now: () => Date
}

export interface Act {
  session: Session
  door: Door
  tool: string
  /** The tasks that the tool changed. */
  taskIds: readonly string[]
}

/** Writes into the audit trail what the assistant did for a person, by which door, with the trace of the request. */
export async function recordAct({ sql, outbox, now }: ActDeps, { session, ...act }: Act): Promise<void> {
  const { userId, clientId, since } = session
  const written: OutboxEvent[] = []
  await asCaller(sql, { userId }, async tx => {
    // The account may be deleted while its last turn runs.
    const [gone] = await tx`select true where assistant.is_gone(${since})`
    if (gone) return
    const emit = emitIn(tx, 'assistant', { userId }, written)
    await emit(assistantActed, {
      time: now(),
      data: {
        actor: { kind: 'assistant', id: act.door },
        door: act.door,
        tool: act.tool,
        taskIds: [...act.taskIds],
        ...(clientId !== undefined && { clientId }),
      },
    })
  })
  await outbox.publish(written)
}
