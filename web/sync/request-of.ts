import type { Operation } from '../model/operation.ts'
import type { RequestOptions } from './server.ts'

/** The request for an operation. Its idempotency key is the operation's id; an edit names its base version. */
export function requestOf(
  operation: Operation,
  version: number | undefined,
): { path: string; options: RequestOptions } {
  const task = `/api/tasks/${operation.taskId}`
  const idempotencyKey = { 'idempotency-key': operation.id }
  switch (operation.kind) {
    case 'create':
      return { path: '/api/tasks', options: { method: 'POST', body: operation.task, headers: idempotencyKey } }
    case 'update': {
      const headers: Record<string, string> = version === undefined ? {} : { 'if-match': `"${version}"` }
      return { path: task, options: { method: 'PATCH', body: operation.patch, headers } }
    }
    case 'remove':
      return { path: task, options: { method: 'DELETE' } }
    case 'snooze': {
      const path = `${task}/reminders/${operation.reminderId}/snooze`
      return { path, options: { method: 'POST', body: operation.until, headers: idempotencyKey } }
    }
    case 'end-snooze':
      return { path: `${task}/reminders/${operation.reminderId}/snooze`, options: { method: 'DELETE' } }
    default:
      return { path: `${task}/${operation.kind}`, options: { method: 'POST', headers: idempotencyKey } }
  }
}
