export const topics = [
  'task-events',
  'recurrences',
  'task-commands',
  'task-updates',
  'account-events',
  'reminders',
  'audit-events',
  'dead-letters',
  'parked',
] as const
export type Topic = (typeof topics)[number]
