import { type ApplyContext, applyUpdates, type Update } from './apply-updates.ts'
import { eventStream } from './event-stream.ts'
import { gather } from './gather.ts'
import { isProblem, type Problem, type Server, Unreachable } from './server.ts'

/** What receiving updates needs. */
export interface UpdatesContext extends ApplyContext {
  server: Server
  connected: () => void
}

/** How a stream ended. `cut`: without an end marker, by a platform or a network. */
export type StreamEnd = 'end' | 'account' | 'reload' | 'cut' | Problem

/** Reads the stream until it ends, from the last update that this device has. */
export async function readStream(context: UpdatesContext, signal: AbortSignal): Promise<StreamEnd> {
  const { hub, server, connected } = context
  const stream = eventStream(signal)
  const updates = gather<Update>(all =>
    applyUpdates(context, all).catch(error => {
      stream.stop()
      throw error
    }),
  )
  const headers = { accept: 'text/event-stream', 'last-event-id': String(hub.meta.cursor ?? 0) }
  try {
    const answer = await server.open('/api/stream', { headers, signal: stream.stopped })
    if (isProblem(answer)) return answer
    if (!answer.body) return 'cut'
    for await (const { event, data } of stream.read(answer.body)) {
      if (event === 'end') return JSON.parse(data).reason === 'account' ? 'account' : 'end'
      if (event === 'reload') return 'reload'
      if (event === 'begin') connected()
      else if (event === 'update') await updates.add(JSON.parse(data) as Update)
    }
    return 'cut'
  } catch (error) {
    if (error instanceof Unreachable) throw error
    if (signal.aborted) return 'end'
    return 'cut'
  } finally {
    stream.end()
    // The next stream begins at the cursor of the last change.
    await updates.done().catch(() => {})
  }
}

/** Polls updates, for networks that block streams. */
export async function readUpdates(context: UpdatesContext, signal: AbortSignal): Promise<'done' | 'reload' | Problem> {
  while (!signal.aborted) {
    const after = context.hub.meta.cursor ?? 0
    const page = await context.server.ask<{ items: Update[]; head: number }>(`/api/updates?after=${after}`)
    if (isProblem(page)) return page.head !== undefined ? 'reload' : page
    context.connected()
    await applyUpdates(context, page.items)
    if ((context.hub.meta.cursor ?? 0) >= page.head || !page.items.length) return 'done'
  }
  return 'done'
}
