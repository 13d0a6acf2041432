import type { NewTask } from '../../functions/domain/task.ts'
import type { NewTaskDraft } from './client.ts'

/** The create request for a draft. Without reminders the server adds the person's default one. */
export function newTask(draft: NewTaskDraft, zone: string, newId: () => string): NewTask & { id: string } {
  const { title, notes = '', due, repeat, tags = [], priority = 'P4', reminders } = draft
  return {
    id: newId(),
    title: title.trim().normalize('NFC'),
    notes: notes.normalize('NFC'),
    priority,
    tags: tags.map(tag => tag.normalize('NFC')),
    due: due ? { ...due, zone: due.zone || zone } : null,
    repeat: (due && repeat) ?? null,
    ...(reminders && { reminders: reminders.map(reminder => ({ ...reminder, id: newId() })) }),
    occurrence: 1,
  }
}
