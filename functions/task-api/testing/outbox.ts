import { mustMatchCatalog } from '../../domain/testing/matches-catalog.ts'
import type { Publisher } from '../../kit/events/event.ts'
import { createOutbox, type Outbox } from '../../kit/events/outbox.ts'
import { createLog } from '../../kit/log.ts'
import type { Sql } from '../../kit/postgres/connect.ts'

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
