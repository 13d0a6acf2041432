import type { ClientState } from '../model/client.ts'
import type { ImportProgress } from '../model/import-progress.ts'
import type { Hub } from './hub.ts'
import type { Platform } from './platform.ts'
import { isProblem, type Server, Unreachable } from './server.ts'

interface ArrivalContext {
  hub: Hub
  server: Server
  state: Pick<ClientState, 'connection' | 'loading'>
  platform: Pick<Platform, 'pause'>
}

/** After so long without a new task the rest counts as late: nobody waits longer. */
const quietMs = 15_000

/** Counts the tasks that arrive on this device from now on. */
export function countArrivals({ hub, server, state, platform }: ArrivalContext) {
  const before = new Map(hub.replica.tasks)
  const arrived = new Set<string>()
  const stop = new AbortController()
  let everything = false
  let onArrival = () => {}
  hub.watch(changedIds => {
    for (const id of changedIds) if (hub.replica.tasks.get(id) !== before.get(id)) arrived.add(id)
    // A reload of everything includes the imported tasks, and counts no arrival of those that were known.
    if (hub.meta.cursor === null || state.loading.value) everything = true
    onArrival()
  }, stop.signal)

  return {
    /**
     * Waits until so many tasks have arrived, and all updates that the server has then. The count comes first: the updates
     * of a large import reach the server's sequence after its answer. False: no task has arrived for a while.
     */
    async wait(of: number, onProgress: (progress: ImportProgress) => void): Promise<boolean> {
      everything = false
      const isThere = () => arrived.size >= of || (everything && hub.meta.cursor !== null && !state.loading.value)
      const report = () => {
        const away = state.connection.value !== 'online'
        onProgress({ at: 'arriving', arrived: Math.min(arrived.size, of), of, away })
      }
      onArrival = report
      const unfollow = state.connection.subscribe(report)
      try {
        if (!(await until(isThere))) return false
        const head = await readHead()
        return head !== undefined && (await until(() => (hub.meta.cursor ?? -1) >= head))
      } finally {
        unfollow()
        stop.abort()
      }
    },
    stop: () => stop.abort(),
  }

  /** True as soon as the condition holds. False after a while without any change. */
  async function until(condition: () => boolean): Promise<boolean> {
    while (!condition()) {
      const ended = new AbortController()
      const quiet = platform.pause(quietMs, ended.signal).then(() => !ended.signal.aborted)
      const changed = hub.changed(ended.signal).then(() => false)
      const isQuiet = await Promise.race([changed, quiet])
      ended.abort()
      if (isQuiet) return condition()
    }
    return true
  }

  async function readHead(): Promise<number | undefined> {
    try {
      const answer = await server.ask<{ head: number }>('/api/updates')
      return isProblem(answer) ? undefined : answer.head
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error
      return undefined
    }
  }
}
