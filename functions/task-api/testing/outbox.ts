import type { Sql } from '../../shared/database/connect.ts'
import type { Publisher } from '../../shared/events/event.ts'
import { createOutbox, type Outbox } from '../../shared/events/outbox.ts'
import { createLog } from '../../shared/runtime/log.ts'
import { mustMatchCatalog } from '../../shared/testing/matches-catalog.ts'

/** The outbox of task-api, which takes nothing that the catalog does not know. What does not leave waits for a sweep. */
export function testOutbox(sql: Sql, publisher: Publisher): Outbox {
  const outbox = createOutbox({
    sql,
    schema: 'tasks',
    functionName: 'task-api',
    publisher,
    alarm: { after: () => {} },
    log: createLog('task-api', 'silent'),
  })
  return {
    ...outbox,
    async publish(events) {
      events.forEach(mustMatchCatalog)
      await outbox.publish(events)
    },
  }
}
