export const topics = [
  'task-events',
  'task-commands',
  'task-updates',
  'account-events',
  'reminders',
  'audit-events',
  'dead-letters',
] as const
export type Topic = (typeof topics)[number]
