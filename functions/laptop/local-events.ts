import type { Publisher } from '../kit/events/event.ts'
import { localPublisher } from '../kit/events/publish/local.ts'
import type { FunctionName } from './app.ts'

/** Who takes what, as the KafkaSources in knative/ say it for a cluster. */
export function localEvents(eventsAt: string, secret: string): Publisher {
  const to = (name: FunctionName, door = '') => ({ function: name, url: `${eventsAt}/events/${name}${door}` })
  return localPublisher({
    authorization: `Bearer ${secret}`,
    subscribers: {
      'task-events': [to('recurrence-handler'), to('reminder-firer'), to('notifier'), to('audit-sink')],
      'task-commands': [to('task-api'), to('audit-sink', '/commands')],
      'task-updates': [to('sync-relay')],
      reminders: [to('notifier'), to('audit-sink')],
      'audit-events': [to('audit-sink')],
      'dead-letters': [to('audit-sink', '/dead-letters')],
    },
  })
}
