import type { Operation } from '../model/operation.ts'
import type { RequestOptions } from './server.ts'

/**
 * The request for an operation. Its idempotency key is the operation's id; an edit names the version it is based on.
 */
export function requestOf(operation: Operation, version: number | undefined): { path: string; ask: RequestOptions } {
  const task = `/api/tasks/${operation.taskId}`
  const idempotencyKey = { 'idempotency-key': operation.id }
  switch (operation.kind) {
    case 'create':
      return { path: '/api/tasks', ask: { method: 'POST', body: operation.task, headers: idempotencyKey } }
    case 'update': {
      const headers: Record<string, string> = version === undefined ? {} : { 'if-match': `"${version}"` }
      return { path: task, ask: { method: 'PATCH', body: operation.patch, headers } }
    }
    case 'remove':
      return { path: task, ask: { method: 'DELETE' } }
    case 'snooze': {
      const path = `${task}/reminders/${operation.reminderId}/snooze`
      return { path, ask: { method: 'POST', body: operation.until, headers: idempotencyKey } }
    }
    case 'end-snooze':
      return { path: `${task}/reminders/${operation.reminderId}/snooze`, ask: { method: 'DELETE' } }
    default:
      return { path: `${task}/${operation.kind}`, ask: { method: 'POST', headers: idempotencyKey } }
  }
}
