import type { EventType } from '../../kit/core/event-type.ts'
import * as sweep from '../../kit/core/sweep-event.ts'
import * as audit from './audit-events.ts'
import * as refused from './command-refused.ts'
import * as reminders from './reminders.ts'
import * as commands from './task-commands.ts'
import * as events from './task-events.ts'
import * as updates from './task-updates.ts'

/** All event types, for tools and tests. A function imports only the types that it uses. */
export const catalog: EventType[] = [events, commands, updates, reminders, audit, refused, sweep].flatMap(file =>
  Object.values(file).filter(isEventType),
)

/** A file may export schemas too. */
function isEventType(value: object): value is EventType {
  return 'example' in value
}
