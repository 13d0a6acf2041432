import type { Connection } from '../model/client.ts'
import type { Notice } from '../model/notice.ts'
import { isWaiting } from '../model/operation.ts'
import { expectNext } from './expect-next.ts'
import { lead } from './lead.ts'
import type { Platform } from './platform.ts'
import type { Server } from './server.ts'
import type { Session } from './session.ts'
import type { ShownState } from './shown.ts'
import type { TabMessage, Tabs } from './tabs.ts'

export interface LeaderOptions {
  platform: Platform
  server: Server
  shown: ShownState
  tabs: Tabs
  ended: (account: 'there' | 'gone') => Promise<void>
}

const mostNotices = 20
/** A reminder that is older than this when it is heard of says nothing any more. */
const staleMs = 24 * 60 * 60_000

/** Of all tabs that have an account open one sends and receives; when it is closed, another one takes over. */
export function createLeader({ platform, server, shown, tabs, ended }: LeaderOptions) {
  const { state, device } = shown
  let stop = new AbortController()
  let running: Promise<unknown> = Promise.resolve()
  let isLeading = false

  const tell = () => tabs.tell({ kind: 'state', connection: state.connection.value, loading: state.loading.value })

  const notice = (one: Notice) => {
    const isStale = platform.now().getTime() - Date.parse(one.at) > staleMs
    if (isStale || device.value.dismissed.includes(one.id)) return
    state.notices.value = [...state.notices.value.filter(({ id }) => id !== one.id), one].slice(-mostNotices)
  }

  function leading(session: Session, signal: AbortSignal) {
    const { hub } = session
    const connection = (now: Connection) => {
      if (state.connection.value === now) return
      state.connection.value = now
      tell()
      if (now === 'offline') expectNext(session, platform, waitingOn(session))
    }
    return lead(
      {
        hub,
        server,
        platform,
        connection,
        loading(is) {
          state.loading.value = is
          tell()
        },
        notice(one) {
          notice(one)
          tabs.tell({ kind: 'notice', notice: one })
        },
        signedOut: account => void ended(account),
      },
      signal,
    )
  }

  return {
    begin(session: Session) {
      stop = new AbortController()
      const { signal } = stop
      if (!platform.online()) state.connection.value = 'offline'
      running = platform.locks
        .request(`${platform.place}zerodue ${session.account?.id}`, { signal }, async () => {
          isLeading = true
          await leading(session, signal)
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
    hear(message: Exclude<TabMessage, { kind: 'device' }>) {
      if (message.kind === 'notice') notice(message.notice)
      if (message.kind === 'hello' && isLeading) tell()
      if (message.kind !== 'state' || isLeading) return
      state.connection.value = message.connection
      state.loading.value = message.loading
    },
  }
}

const waitingOn = ({ hub }: Session): string[] =>
  [...hub.replica.operations.values()]
    .filter(one => isWaiting(one) && (one.kind === 'complete' || one.kind === 'skip'))
    .map(one => one.taskId)
