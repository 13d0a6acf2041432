import type { Operation } from '../model/operation.ts'
import type { Ask } from './server.ts'

/** How an operation is asked for. Its id is its idempotency key; an edit names the version that it was laid upon. */
export function requestOf(operation: Operation, version: number | undefined): { path: string; ask: Ask } {
  const task = `/api/tasks/${operation.taskId}`
  const once = { 'idempotency-key': operation.id }
  switch (operation.kind) {
    case 'create':
      return { path: '/api/tasks', ask: { method: 'POST', body: operation.task, headers: once } }
    case 'update': {
      const headers: Record<string, string> = version === undefined ? {} : { 'if-match': `"${version}"` }
      return { path: task, ask: { method: 'PATCH', body: operation.patch, headers } }
    }
    case 'remove':
      return { path: task, ask: { method: 'DELETE' } }
    case 'snooze': {
      const path = `${task}/reminders/${operation.reminderId}/snooze`
      return { path, ask: { method: 'POST', body: operation.until, headers: once } }
    }
    case 'end-snooze':
      return { path: `${task}/reminders/${operation.reminderId}/snooze`, ask: { method: 'DELETE' } }
    default:
      return { path: `${task}/${operation.kind}`, ask: { method: 'POST', headers: once } }
  }
}
