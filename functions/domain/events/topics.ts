export const topics = [
  'task-events',
  'task-commands',
  'task-updates',
  'reminders',
  'audit-events',
  'dead-letters',
] as const
export type Topic = (typeof topics)[number]
