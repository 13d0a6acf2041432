import { complete } from '../../functions/domain/complete.ts'
import type { Task } from '../../functions/domain/task.ts'
import type { Queries } from '../model/client.ts'
import type { LocalTask } from '../model/local-task.ts'
import { searchTasks } from '../model/search.ts'
import type { HistoryPage } from '../model/server.ts'
import { askWithAccount, type RequestContext } from './requests.ts'
import { isProblem, Unreachable } from './server.ts'
import { taskNow } from './session.ts'

const searchPauseMs = 150

/** Queries, answered by the device where it can. The first query about dates loads the recurrence rules. */
export function queries(context: RequestContext): Queries {
  const { platform, server, session, state, zone } = context
  const preferences = () => state.preferences.value

  return {
    search(text, onResults, signal) {
      const here = searchTasks(state.tasks.value.values(), text)
      const asks = session().account && text.trim() && state.connection.value === 'online'
      onResults(here, !asks)
      if (asks) more(text, here, onResults, signal)
    },
    history: (taskId, cursor) => {
      const from = cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''
      return askWithAccount(context, server => server.ask<HistoryPage>(`/api/audit?taskId=${taskId}${from}`))
    },
    async preview(rule, start, count = 5) {
      const { previewOccurrences } = await import('../../functions/domain/recurrence/preview.ts')
      const outcome = previewOccurrences({ rule, start, count })
      if ('items' in outcome) return outcome
      return { refused: 'invalid-request', detail: outcome.detail ?? '', errors: outcome.errors ?? [] }
    },
    async parse(text, except = []) {
      const { parseQuickAdd } = await import('../../functions/domain/quick-add/parse.ts')
      return parseQuickAdd({ text, except, locale: preferences().language, zone: zone(), now: platform.now() })
    },
    async nextDue(id) {
      const task = taskNow(session(), id)
      if (!task?.repeat) return null
      const { nextTask } = await import('../../functions/domain/next-task.ts')
      return nextTask(task.status === 'open' ? complete(task, platform.now()) : task)?.due ?? null
    },
  }

  /** Adds the server's results after a pause for further typing. Shown results keep their place. */
  async function more(
    text: string,
    here: readonly LocalTask[],
    onResults: Parameters<Queries['search']>[1],
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await platform.pause(searchPauseMs, signal)
      if (signal.aborted) return
      const page = await server.ask<{ items: Task[] }>(`/api/tasks?limit=50&q=${encodeURIComponent(text)}`, { signal })
      if (signal.aborted) return
      const known = new Set(here.map(({ id }) => id))
      const others = isProblem(page) ? [] : page.items.filter(({ id }) => !known.has(id))
      const local = others.map(task => state.tasks.value.get(task.id) ?? { ...task, pending: false })
      onResults([...here, ...local], true)
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof Unreachable)) throw error
      onResults(here, true)
    }
  }
}
