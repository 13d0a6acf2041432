import * as v from 'valibot'
import { LocalDate } from '../../domain/local-date.ts'
import { TagName } from '../../domain/tag.ts'
import { Priority, type Task } from '../../domain/task.ts'
import { closed, list, text } from '../../kit/core/schema.ts'
import { pageOf } from './arguments.ts'
import { showPage, withRules, written } from './show-task.ts'
import { defineTool, reads } from './tool.ts'

interface Page {
  items: Task[]
  next: string | null
}

export const nextOf = ({ next }: { next: string | null }): object => (next ? { next } : {})

export const listTasks = defineTool({
  name: 'list_tasks',
  title: 'List tasks',
  description:
    'Tasks by filter, page by page: send next as cursor with the same filters. overdue is before today, week is this week.',
  input: closed({
    status: v.optional(v.picklist(['open', 'done', 'any']), 'open'),
    due: v.exactOptional(v.picklist(['overdue', 'today', 'week', 'none'])),
    dueFrom: v.exactOptional(LocalDate),
    dueTo: v.exactOptional(LocalDate),
    priorities: v.exactOptional(list(Priority, { max: 4 })),
    tags: v.exactOptional(list(TagName, { max: 20 })),
    text: v.exactOptional(text(1, 200)),
    deleted: v.exactOptional(v.pipe(v.boolean(), v.description('only deleted tasks'))),
    sort: v.exactOptional(v.picklist(['due', 'priority', '-created', '-updated'])),
    ...pageOf(20, 50),
  }),
  scope: 'read',
  annotations: reads,
  async run({ api }, { status, priorities, tags, text: q, ...query }) {
    const filters = { ...(status !== 'any' && !query.deleted && { status }), priority: priorities, tag: tags, q }
    const page = (await api.call('GET', '/api/tasks', { query: { ...query, ...filters } })).body as Page
    return { outcome: 'done', data: showPage(page.items, nextOf(page)), written }
  },
})

export const listRecurringTasks = defineTool({
  name: 'list_recurring_tasks',
  title: 'List repeating tasks',
  description: 'Open tasks that repeat, with their rules.',
  input: closed(pageOf(20, 50)),
  scope: 'read',
  annotations: reads,
  async run({ api }, paging) {
    const query = { repeating: true, status: 'open', ...paging }
    const page = (await api.call('GET', '/api/tasks', { query })).body as Page
    return { outcome: 'done', data: showPage(page.items, nextOf(page), undefined, withRules), written }
  },
})
