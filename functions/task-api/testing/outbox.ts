import type { Sql } from '../../shared/database/connect.ts'
import type { Publisher } from '../../shared/events/event.ts'
import { createOutbox, type Outbox } from '../../shared/events/outbox.ts'
import { createLog } from '../../shared/runtime/log.ts'

/** The outbox of task-api. What it cannot publish stays there until a test sweeps. */
export const testOutbox = (sql: Sql, publisher: Publisher): Outbox =>
  createOutbox({
    sql,
    schema: 'tasks',
    functionName: 'task-api',
    publisher,
    alarm: { after: () => {} },
    log: createLog('task-api', 'silent'),
  })
