import type { Connection } from '../model/client.ts'
import type { Notice } from '../model/notice.ts'
import { isClosing, isWaiting } from '../model/operation.ts'
import type { ClientSignals } from './client-state.ts'
import { expectNext } from './expect-next.ts'
import type { SessionEnd, SyncContext } from './lead.ts'
import type { Platform } from './platform.ts'
import type { Server } from './server.ts'
import type { Session } from './session.ts'
import type { TabMessage, Tabs } from './tabs.ts'

export interface LeaderOptions {
  platform: Platform
  server: Server
  signals: ClientSignals
  tabs: Tabs
  onSessionEnd: (reason: SessionEnd) => Promise<void>
}

const loadAgainMs = 5_000
const maxNotices = 20
/** A reminder that arrives later than this is dropped. */
const staleMs = 24 * 60 * 60_000

/** Exactly one tab of an account holds the lock and synchronizes for all. When it closes, another one takes over. */
export function createLeader({ platform, server, signals, tabs, onSessionEnd }: LeaderOptions) {
  const { state, device } = signals
  let stop = new AbortController()
  let running: Promise<unknown> = Promise.resolve()
  let isLeading = false

  const broadcastState = () =>
    tabs.broadcast({ kind: 'state', connection: state.connection.value, loading: state.loading.value })

  const notice = (one: Notice) => {
    const isStale = platform.now().getTime() - Date.parse(one.at) > staleMs
    if (isStale || device.value.dismissed.includes(one.id)) return
    state.notices.value = [...state.notices.value.filter(({ id }) => id !== one.id), one].slice(-maxNotices)
  }

  function syncContext(session: Session): SyncContext {
    const { hub } = session
    const connection = (now: Connection) => {
      if (state.connection.value === now) return
      state.connection.value = now
      broadcastState()
      if (now === 'offline') expectNext(session, platform, closedOffline(session))
    }
    return {
      hub,
      server,
      platform,
      connection,
      loading(is) {
        state.loading.value = is
        broadcastState()
      },
      notice(one) {
        notice(one)
        tabs.broadcast({ kind: 'notice', notice: one })
      },
      onSessionEnd: reason => void onSessionEnd(reason),
    }
  }

  /** The first screen does not wait for this code, and neither does a person without an account. */
  async function loadLead(signal: AbortSignal) {
    while (!signal.aborted) {
      try {
        return await import('./lead.ts')
      } catch {
        await platform.pause(loadAgainMs, signal)
      }
    }
    return undefined
  }

  return {
    begin(session: Session) {
      stop = new AbortController()
      const { signal } = stop
      if (!platform.online()) state.connection.value = 'offline'
      running = platform.locks
        .request(`${platform.prefix}zerodue ${session.account?.id}`, { signal }, async () => {
          isLeading = true
          // An update must meet the version that the device has.
          await session.hub.loaded
          const { lead } = (await loadLead(signal)) ?? {}
          if (lead) await lead(syncContext(session), signal)
          isLeading = false
        })
        .catch(error => {
          if (!signal.aborted) throw error
        })
    },
    async end() {
      stop.abort()
      await running
      state.loading.value = false
    },
    onMessage(message: Exclude<TabMessage, { kind: 'device' }>) {
      if (message.kind === 'notice') notice(message.notice)
      if (message.kind === 'hello' && isLeading) broadcastState()
      if (message.kind !== 'state' || isLeading) return
      state.connection.value = message.connection
      state.loading.value = message.loading
    },
  }
}

const closedOffline = ({ hub }: Session): string[] =>
  [...hub.replica.operations.values()].filter(one => isWaiting(one) && isClosing(one)).map(one => one.taskId)
