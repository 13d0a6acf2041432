import { EventSourceParserStream } from 'eventsource-parser/stream'
import { type ApplyContext, applyUpdates, type Update } from './apply-updates.ts'
import { gather } from './gather.ts'
import { isProblem, type Problem, type Server, Unreachable } from './server.ts'

/** What receiving updates needs. */
export interface UpdatesContext extends ApplyContext {
  server: Server
  connected: () => void
}

/** How a stream ended. `cut`: without an end marker, by a platform or a network. */
export type StreamEnd = 'end' | 'account' | 'reload' | 'cut' | Problem

/** The longest silence of a stream, also before its first event: the server's heartbeat is four times as frequent. */
const silentMs = 60_000

/** Reads the stream until it ends, from the last update that this device has. */
export async function readStream(context: UpdatesContext, signal: AbortSignal): Promise<StreamEnd> {
  const { hub, server, connected } = context
  const silence = new AbortController()
  const stopped = AbortSignal.any([signal, silence.signal])
  const startTimer = () => setTimeout(() => silence.abort(), silentMs)
  let timer = startTimer()
  const updates = gather<Update>(all =>
    applyUpdates(context, all).catch(error => {
      silence.abort()
      throw error
    }),
  )
  const headers = { accept: 'text/event-stream', 'last-event-id': String(hub.meta.cursor ?? 0) }
  try {
    const answer = await server.open('/api/stream', { headers, signal: stopped })
    if (isProblem(answer)) return answer
    if (!answer.body) return 'cut'
    const watched = new TransformStream<Uint8Array, Uint8Array>({
      transform(bytes, controller) {
        clearTimeout(timer)
        timer = startTimer()
        controller.enqueue(bytes)
      },
    })
    const events = answer.body
      .pipeThrough(watched)
      .pipeThrough(new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>)
      .pipeThrough(new EventSourceParserStream())
    for await (const { event, data } of events as unknown as AsyncIterable<{ event?: string; data: string }>) {
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
    clearTimeout(timer)
    silence.abort()
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
