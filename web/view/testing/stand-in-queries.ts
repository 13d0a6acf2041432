import type { ReadonlySignal } from '@preact/signals'
import type { Queries } from '../../model/client.ts'
import type { LocalTask } from '../../model/local-task.ts'
import type { HistoryEntry } from '../../model/server.ts'

/** Answers from memory; the real parsers read lines and rules. */
export function queriesStandIn(tasks: ReadonlySignal<ReadonlyMap<string, LocalTask>>, zone: () => string): Queries {
  return {
    search(text, onResults) {
      const needle = text.toLowerCase()
      onResults(
        [...tasks.value.values()].filter(({ title }) => title.toLowerCase().includes(needle)),
        true,
      )
    },
    async history(taskId) {
      const entry = (seq: number, type: string, kind: string, data: unknown): HistoryEntry => ({
        seq,
        id: `${taskId}-${seq}`,
        source: '/zerodue/task-api',
        type: `zerodue.${type}.v1`,
        taskId,
        time: new Date(Date.now() - seq * 7_200_000).toISOString(),
        actor: { kind, id: 'u1' },
        data,
        hash: '0'.repeat(64),
        previousHash: '0'.repeat(64),
      })
      return {
        items: [
          entry(1, 'task.updated', 'user', { changed: ['due', 'tags'] }),
          entry(2, 'reminder.due', 'recurrence', {}),
          entry(3, 'task.created', 'token', {}),
        ],
        next: null,
      }
    },
    async preview(rule, start, count = 5) {
      const { previewOccurrences } = await import('../../../functions/domain/recurrence/preview.ts')
      const preview = previewOccurrences({ rule, start, count })
      return 'items' in preview ? preview : { refused: 'invalid-request', detail: preview.detail ?? '', errors: [] }
    },
    async parse(text, except = []) {
      const { parseQuickAdd } = await import('../../../functions/domain/quick-add/parse.ts')
      return parseQuickAdd({ text, locale: 'en', zone: zone(), now: new Date(), except })
    },
    async nextDue(id) {
      const task = tasks.value.get(id)
      if (!task?.repeat || !task.due) return null
      const { previewOccurrences } = await import('../../../functions/domain/recurrence/preview.ts')
      const preview = previewOccurrences({ rule: task.repeat.rule, start: task.due, count: 2 })
      const next = 'items' in preview ? preview.items[1] : undefined
      return next ? { date: next.date, ...(next.time && { time: next.time }), zone: task.due.zone } : null
    },
  }
}
