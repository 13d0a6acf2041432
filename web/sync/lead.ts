import type { Connection } from '../model/client.ts'
import type { Platform } from './platform.ts'
import { sendNext } from './send.ts'
import { isProblem, Unreachable } from './server.ts'
import { takeSnapshot } from './snapshot.ts'
import { readStream, readUpdates, type UpdatesContext } from './updates.ts'

export type SessionEnd = 'signed-out' | 'account-deleted'

export interface SyncContext extends Omit<UpdatesContext, 'serialize' | 'connected'> {
  platform: Platform
  connection: (state: Connection) => void
  loading: (is: boolean) => void
  /** The session has ended, or the account was deleted. */
  onSessionEnd: (reason: SessionEnd) => void
}

const shortestPauseMs = 500
const longestPauseMs = 30_000
/** After this many streams that broke before their first update, poll pages instead. */
const cutsBeforePaging = 2
const pagePauseMs = 30_000

/** The work of the leading tab: sends the waiting operations one after the other and takes in updates. */
export async function lead(context: SyncContext, signal: AbortSignal): Promise<void> {
  const serialize = createQueue()
  const ended = new AbortController()
  const stopped = AbortSignal.any([signal, ended.signal])
  const onSessionEnd = (reason: SessionEnd) => {
    context.onSessionEnd(reason)
    ended.abort()
  }
  context.platform.onOnline(() => context.hub.nudge(), stopped)
  const loop = { ...context, serialize, onSessionEnd, connected: () => context.connection('online') }
  await Promise.all([send(loop, stopped), follow(loop, stopped)])
}

type LoopContext = SyncContext & UpdatesContext

async function send(context: LoopContext, signal: AbortSignal): Promise<void> {
  const { hub, server, serialize, connection, onSessionEnd } = context
  let failures = 0
  while (!signal.aborted) {
    const changed = hub.changed(signal)
    try {
      const sent = await serialize(() => sendNext(hub, server))
      if (sent === 'signed-out') return onSessionEnd('signed-out')
      if (sent === 'nothing') await changed
      else if (failures) connection('online')
      failures = 0
    } catch (error) {
      if (signal.aborted) return
      await backOff(context, error, ++failures, signal)
    }
  }
}

async function follow(context: LoopContext, signal: AbortSignal): Promise<void> {
  const { hub, platform, onSessionEnd } = context
  let failures = 0
  let cuts = 0
  while (!signal.aborted) {
    try {
      if (hub.meta.cursor === null && (await readAll(context, signal))) return onSessionEnd('signed-out')
      const before = hub.meta.cursor
      const ended = await (cuts < cutsBeforePaging ? readStream(context, signal) : readUpdates(context, signal))
      failures = 0
      if (signal.aborted) return
      if (isProblem(ended)) {
        if (ended.status === 401) return onSessionEnd('signed-out')
        throw new Unreachable(ended.refused)
      }
      if (ended === 'account') return onSessionEnd('account-deleted')
      if (ended === 'reload') await hub.commit({}, { cursor: null })
      if (ended === 'cut' && hub.meta.cursor === before) cuts++
      if (ended === 'cut') await platform.pause(shortestPauseMs * (1 + platform.random()), signal)
      if (ended === 'end') cuts = 0
      if (ended === 'done') await platform.pause(pagePauseMs, signal)
    } catch (error) {
      if (signal.aborted) return
      await backOff(context, error, ++failures, signal)
    }
  }
}

/** Reloads everything. True: the session has ended. */
async function readAll(
  { hub, server, serialize, connected, loading }: LoopContext,
  signal: AbortSignal,
): Promise<boolean> {
  loading(true)
  try {
    const problem = await serialize(() => takeSnapshot(hub, server, signal))
    if (!problem) connected()
    if (problem && problem.status !== 401) throw new Unreachable(problem.refused)
    return problem !== undefined
  } finally {
    loading(false)
  }
}

/** Exponential backoff with jitter; ends early when the device is online again. Other errors are bugs and propagate. */
async function backOff({ platform, connection }: LoopContext, error: unknown, failures: number, signal: AbortSignal) {
  if (!(error instanceof Unreachable)) throw error
  connection('offline')
  const ms = Math.min(longestPauseMs, shortestPauseMs * 2 ** Math.min(failures, 8)) * (0.5 + platform.random() / 2)
  const woken = new AbortController()
  platform.onOnline(() => woken.abort(), AbortSignal.any([signal, woken.signal]))
  await platform.pause(Math.max(ms, error.answer?.afterMs ?? 0), AbortSignal.any([signal, woken.signal]))
}

/** A queue that runs one piece of work at a time. */
function createQueue() {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work)
    last = next.catch(() => {})
    return next
  }
}
