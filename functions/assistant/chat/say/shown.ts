/** A task as the tools show it. */
export interface ShownTask {
  id: string
  title: string
  due?: { date: string; time?: string; zone?: string } | null
  priority?: 'P1' | 'P2' | 'P3' | 'P4'
  tags?: string[]
  status?: 'open' | 'done'
  deletedAt?: string
  reason?: string
  [field: string]: unknown
}

export interface Shown {
  task?: ShownTask
  tasks?: ShownTask[]
  unchanged?: boolean
  repeated?: boolean
  undo?: unknown
  next?: string
  [field: string]: unknown
}

export const tasksIn = ({ task, tasks }: Shown): ShownTask[] => (task ? [task] : (tasks ?? []))
