import { addTask } from './add-task.ts'
import { completeTask, deleteTask, reopenTask, restoreTask, skipOccurrence } from './change-status.ts'
import { findTask } from './find-task.ts'
import { getHistory } from './get-history.ts'
import { listReminders } from './list-reminders.ts'
import { listTags } from './list-tags.ts'
import { listRecurringTasks, listTasks } from './list-tasks.ts'
import { previewRecurrence } from './preview-recurrence.ts'
import { setReminder } from './set-reminder.ts'
import { snoozeReminder } from './snooze-reminder.ts'
import type { Tool } from './tool.ts'
import { updateTask } from './update-task.ts'

/** Every tool, always in this order, so that clients can cache the list. */
export const allTools: readonly Tool[] = [
  addTask,
  updateTask,
  listTasks,
  findTask,
  completeTask,
  reopenTask,
  deleteTask,
  restoreTask,
  skipOccurrence,
  listTags,
  listRecurringTasks,
  previewRecurrence,
  setReminder,
  snoozeReminder,
  listReminders,
  getHistory,
]
