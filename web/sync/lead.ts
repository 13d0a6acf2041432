import type { Connection } from '../model/client.ts'
import type { Platform } from './platform.ts'
import { sendNext } from './send.ts'
import { isProblem, Unreachable } from './server.ts'
import { takeSnapshot } from './snapshot.ts'
import { readStream, readUpdates, type Taking } from './updates.ts'

export interface Leading extends Omit<Taking, 'alone' | 'connected'> {
  platform: Platform
  connection: (state: Connection) => void
  loading: (is: boolean) => void
  /** The session has ended, or the account has. */
  signedOut: (account: 'there' | 'gone') => void
}

const shortestPauseMs = 500
const longestPauseMs = 30_000
/** A stream that is cut before it has said anything for so often will not come through at all. */
const cutsBeforePages = 2
const pagePauseMs = 30_000

/** What one tab does for all of them: sends what waits, one after the other, and takes in what others did. */
export async function lead(leading: Leading, signal: AbortSignal): Promise<void> {
  const alone = oneAfterTheOther()
  const over = new AbortController()
  const ends = AbortSignal.any([signal, over.signal])
  const signedOut = (account: 'there' | 'gone') => {
    leading.signedOut(account)
    over.abort()
  }
  leading.platform.onOnline(() => leading.hub.nudge(), ends)
  await Promise.all([
    send({ ...leading, alone, signedOut, connected: () => leading.connection('online') }, ends),
    follow({ ...leading, alone, signedOut, connected: () => leading.connection('online') }, ends),
  ])
}

type Running = Leading & Taking

async function send(running: Running, signal: AbortSignal): Promise<void> {
  const { hub, server, alone, connection, signedOut } = running
  let failures = 0
  while (!signal.aborted) {
    const changed = hub.changed(signal)
    try {
      const sent = await alone(() => sendNext(hub, server))
      if (sent === 'signed-out') return signedOut('there')
      if (sent === 'nothing') await changed
      else if (failures) connection('online')
      failures = 0
    } catch (error) {
      if (signal.aborted) return
      await rest(running, error, ++failures, signal)
    }
  }
}

async function follow(running: Running, signal: AbortSignal): Promise<void> {
  const { hub, platform, signedOut } = running
  let failures = 0
  let cuts = 0
  while (!signal.aborted) {
    try {
      if (hub.meta.cursor === null && (await readAll(running, signal))) return signedOut('there')
      const before = hub.meta.cursor
      const ended = await (cuts < cutsBeforePages ? readStream(running, signal) : readUpdates(running, signal))
      failures = 0
      if (signal.aborted) return
      if (isProblem(ended)) {
        if (ended.status === 401) return signedOut('there')
        throw new Unreachable(ended.refused)
      }
      if (ended === 'account') return signedOut('gone')
      if (ended === 'reload') await hub.commit({}, { cursor: null })
      if (ended === 'cut' && hub.meta.cursor === before) cuts++
      if (ended === 'cut') await platform.pause(shortestPauseMs * (1 + platform.random()), signal)
      if (ended === 'end') cuts = 0
      if (ended === 'done') await platform.pause(pagePauseMs, signal)
    } catch (error) {
      if (signal.aborted) return
      await rest(running, error, ++failures, signal)
    }
  }
}

/** Everything anew. True: the session has ended. */
async function readAll({ hub, server, alone, connected, loading }: Running, signal: AbortSignal): Promise<boolean> {
  loading(true)
  try {
    const problem = await alone(() => takeSnapshot(hub, server, signal))
    if (!problem) connected()
    if (problem && problem.status !== 401) throw new Unreachable(problem.refused)
    return problem !== undefined
  } finally {
    loading(false)
  }
}

/** Waits longer each time, and not at all once the device has a network again. What is no answer is no bug of ours. */
async function rest({ platform, connection }: Running, error: unknown, failures: number, signal: AbortSignal) {
  if (!(error instanceof Unreachable)) throw error
  connection('offline')
  const ms = Math.min(longestPauseMs, shortestPauseMs * 2 ** Math.min(failures, 8)) * (0.5 + platform.random() / 2)
  const woken = new AbortController()
  platform.onOnline(() => woken.abort(), AbortSignal.any([signal, woken.signal]))
  await platform.pause(Math.max(ms, error.afterMs ?? 0), AbortSignal.any([signal, woken.signal]))
}

/** Runs what it is given one after the other. */
function oneAfterTheOther() {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work)
    last = next.catch(() => {})
    return next
  }
}
