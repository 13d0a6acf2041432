import { EventSourceParserStream } from 'eventsource-parser/stream'
import type * as UpdateEvents from '../../functions/domain/events/task-updates.ts'
import type { Task } from '../../functions/domain/task.ts'
import type { Profile } from '../model/account.ts'
import type { Notice } from '../model/notice.ts'
import { receive, receivePurge } from '../model/receive.ts'
import type { Hub } from './hub.ts'
import { isProblem, type Problem, type Server, Unreachable } from './server.ts'

/** What receiving updates needs. */
export interface UpdatesContext {
  hub: Hub
  server: Server
  /** Runs one piece of work at a time: an operation's own update must not look like another device's change. */
  serialize: <T>(work: () => Promise<T>) => Promise<T>
  notice: (notice: Notice) => void
  connected: () => void
}

interface Update {
  number: number
  type: (typeof UpdateEvents)[keyof typeof UpdateEvents]['type']
  time: string
  data: Record<string, unknown>
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
      else if (event === 'update') await applyUpdates(context, [JSON.parse(data) as Update])
    }
    return 'cut'
  } catch (error) {
    if (error instanceof Unreachable) throw error
    if (signal.aborted) return 'end'
    return 'cut'
  } finally {
    clearTimeout(timer)
    silence.abort()
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

const applyUpdates = ({ hub, serialize, notice }: UpdatesContext, updates: Update[]) =>
  serialize(async () => {
    for (const { number, type, data } of updates) {
      if (number <= (hub.meta.cursor ?? 0)) continue
      const meta = { cursor: number, ...(type === 'zerodue.profile.changed.v1' && profileOf(data)) }
      if (type === 'zerodue.reminder.fired.v1') notice(noticeOf(data))
      await hub.commit(type === 'zerodue.task.changed.v1' ? changeOf(hub, data) : {}, meta)
    }
  })

function changeOf({ replica }: Hub, data: Update['data']) {
  const task = data.task as Task
  return data.purged ? receivePurge(replica, task.id) : receive(replica, task)
}

const profileOf = (data: Update['data']) => ({ profile: data.profile as Profile })

const noticeOf = (data: Update['data']): Notice => ({
  id: `${data.reminderId} ${data.firedAt}`,
  taskId: String(data.taskId),
  reminderId: String(data.reminderId),
  at: String(data.firedAt),
  late: data.late === true,
})
