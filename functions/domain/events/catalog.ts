import * as batch from '../../kit/core/batch-event.ts'
import type { EventType } from '../../kit/core/event-type.ts'
import * as sweep from '../../kit/core/sweep-event.ts'
import * as account from './account-events.ts'
import * as audit from './audit-events.ts'
import * as refused from './command-refused.ts'
import * as reminders from './reminders.ts'
import * as commands from './task-commands.ts'
import * as events from './task-events.ts'
import * as updates from './task-updates.ts'

/** All event types, for tools and tests. A function imports only the types that it uses. */
export const catalog: EventType[] = [
  events,
  commands,
  updates,
  account,
  reminders,
  audit,
  refused,
  batch,
  sweep,
].flatMap(file => Object.values<object | number>(file).filter(isEventType))

/** A file may export schemas and limits too. */
function isEventType(value: object | number): value is EventType {
  return typeof value === 'object' && 'example' in value
}
