import { EventSourceParserStream } from 'eventsource-parser/stream'
import type { Task } from '../../functions/domain/task.ts'
import type { Profile } from '../model/account.ts'
import type { Notice } from '../model/notice.ts'
import { purged, receive } from '../model/receive.ts'
import type { Hub } from './hub.ts'
import { isProblem, type Problem, type Server, Unreachable } from './server.ts'

/** How updates reach what is shown. */
export interface Taking {
  hub: Hub
  server: Server
  /** Nothing is taken in while an operation is under way: its own change must not look like somebody else's. */
  alone: <T>(work: () => Promise<T>) => Promise<T>
  notice: (notice: Notice) => void
  connected: () => void
}

interface Update {
  number: number
  type: string
  time: string
  data: Record<string, unknown>
}

/** How a stream came to an end; `cut`: without its end marker, as a platform or a network does it. */
export type Ended = 'end' | 'account' | 'reload' | 'cut' | Problem

/** How long a stream may take to begin, and to say nothing: its heart beats four times as often. */
const silentMs = 60_000

/** Reads the stream until it ends. What was not there yet when it began comes first. */
export async function readStream(taking: Taking, signal: AbortSignal): Promise<Ended> {
  const { hub, server, connected } = taking
  const silence = new AbortController()
  const ends = AbortSignal.any([signal, silence.signal])
  const rest = () => setTimeout(() => silence.abort(), silentMs)
  let timer = rest()
  const headers = { accept: 'text/event-stream', 'last-event-id': String(hub.meta.cursor ?? 0) }
  try {
    const answer = await server.open('/api/stream', { headers, signal: ends })
    if (isProblem(answer)) return answer
    if (!answer.body) return 'cut'
    const heard = new TransformStream<Uint8Array, Uint8Array>({
      transform(bytes, controller) {
        clearTimeout(timer)
        timer = rest()
        controller.enqueue(bytes)
      },
    })
    const events = answer.body
      .pipeThrough(heard)
      .pipeThrough(new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>)
      .pipeThrough(new EventSourceParserStream())
    for await (const { event, data } of events as unknown as AsyncIterable<{ event?: string; data: string }>) {
      if (event === 'end') return JSON.parse(data).reason === 'account' ? 'account' : 'end'
      if (event === 'reload') return 'reload'
      if (event === 'begin') connected()
      else if (event === 'update') await take(taking, [JSON.parse(data) as Update])
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

/** The same without a stream, for networks that let none through. */
export async function readUpdates(taking: Taking, signal: AbortSignal): Promise<'done' | 'reload' | Problem> {
  while (!signal.aborted) {
    const after = taking.hub.meta.cursor ?? 0
    const page = await taking.server.ask<{ items: Update[]; head: number }>(`/api/updates?after=${after}`)
    if (isProblem(page)) return page.head !== undefined ? 'reload' : page
    taking.connected()
    await take(taking, page.items)
    if ((taking.hub.meta.cursor ?? 0) >= page.head || !page.items.length) return 'done'
  }
  return 'done'
}

const take = ({ hub, alone, notice }: Taking, updates: Update[]) =>
  alone(async () => {
    for (const { number, type, data } of updates) {
      if (number <= (hub.meta.cursor ?? 0)) continue
      const meta = { cursor: number, ...(type === 'zerodue.profile.changed.v1' && profileOf(data)) }
      if (type === 'zerodue.reminder.fired.v1') notice(noticeOf(data))
      await hub.commit(type === 'zerodue.task.changed.v1' ? changeOf(hub, data) : {}, meta)
    }
  })

function changeOf({ replica }: Hub, data: Update['data']) {
  const task = data.task as Task
  return data.purged ? purged(replica, task.id) : receive(replica, task)
}

const profileOf = (data: Update['data']) => ({ profile: data.profile as Profile })

const noticeOf = (data: Update['data']): Notice => ({
  id: `${data.reminderId} ${data.firedAt}`,
  taskId: String(data.taskId),
  reminderId: String(data.reminderId),
  at: String(data.firedAt),
  late: data.late === true,
})
