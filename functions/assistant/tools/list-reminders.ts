import * as v from 'valibot'
import { Id } from '../../domain/task.ts'
import { closed } from '../../kit/core/schema.ts'
import { shorten } from '../../kit/core/shorten.ts'
import { pageOf } from './arguments.ts'
import { fit } from './fit.ts'
import { nextOf } from './list-tasks.ts'
import { tokensFor } from './show-task.ts'
import { defineTool, reads } from './tool.ts'

interface Reminder {
  taskId: string
  id: string
  title: string
  state: 'armed' | 'snoozed' | 'fired' | 'passed'
  at: string
}

export const listReminders = defineTool({
  name: 'list_reminders',
  title: 'List reminders',
  description: 'Reminders in the order of their times. passed never fired: its time was over when it was set.',
  input: closed({
    state: v.exactOptional(v.picklist(['armed', 'snoozed', 'fired', 'passed'])),
    taskId: v.exactOptional(Id),
    ...pageOf(20, 50),
  }),
  scope: 'read',
  annotations: reads,
  async run({ api }, query) {
    const page = (await api.call('GET', '/api/reminders', { query })).body as { items: Reminder[]; next: string | null }
    const show = (most: number) => () => ({
      reminders: page.items.map(({ taskId, id, title, state, at }) => ({
        taskId,
        id,
        ...(most && { title: shorten(title, most) }),
        state,
        at: at.replace(/\.\d+Z$/, 'Z'),
      })),
      ...nextOf(page),
    })
    const forms = [120, 60, 30, 16, 0].map(show)
    return { outcome: 'done', data: fit(forms, tokensFor(page.items.length)), written: ['title'] }
  },
})
