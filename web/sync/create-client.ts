import { DAY_MS } from '../../functions/domain/limits.ts'
import { adopt } from '../model/adopt.ts'
import type { Client } from '../model/client.ts'
import { type Device, type DeviceStore, memoryDevice, openDevice } from '../storage/device.ts'
import { memorySpace } from '../storage/memory.ts'
import { openSpace, type Space, spaceName } from '../storage/space.ts'
import { accountActions } from './account.ts'
import { taskActions } from './actions.ts'
import { createClientState } from './client-state.ts'
import { deviceActions } from './device-actions.ts'
import { expectNext } from './expect-next.ts'
import { openHub } from './hub.ts'
import { createJournal } from './journal.ts'
import type { SessionEnd } from './lead.ts'
import { createLeader } from './leader.ts'
import type { Platform } from './platform.ts'
import { programs } from './programs.ts'
import { queries } from './queries.ts'
import { createServer } from './server.ts'
import type { Session } from './session.ts'
import { settings } from './settings.ts'
import { createTabs, type TabMessage } from './tabs.ts'

export interface RunningClient {
  client: Client
  /** The session of this tab. */
  session: () => Session
  close(): Promise<void>
}

/** Everything below the screens, on the platform of a browser or of a test. */
export function createClient(platform: Platform): RunningClient {
  const signals = createClientState()
  const { state, device } = signals
  signals.language.value = platform.language()
  const server = createServer(platform)
  const journal = createJournal(platform.newId, last => {
    state.undoable.value = last
      ? { token: last.token, kind: last.kind, count: last.revert ? 1 : last.applied.length }
      : null
  })
  let store: DeviceStore = memoryDevice()
  let session: Session | undefined
  const open = () => session ?? fail()
  const zone = () => state.profile.value?.zone ?? platform.zone()
  const context = { platform, server, session: open, state: signals.readable, zone }
  const tabs = createTabs(platform, onMessage)
  const leader = createLeader({ platform, server, signals, tabs, onSessionEnd })
  platform.updates.ready(() => {
    state.updateReady.value = true
  })

  const trouble = (error: unknown) => {
    const name = error instanceof DOMException ? error.name : ''
    if (name === 'QuotaExceededError') state.trouble.value = 'storage-full'
    // A newer client wrote this storage.
    else if (name === 'VersionError') state.trouble.value = 'newer-version'
    else state.trouble.value ??= 'storage-off'
  }

  /** Opens an account, or the tasks of the device itself. */
  async function enter(account: Device['account'], first?: Space): Promise<void> {
    const onNewer = () => {
      state.trouble.value = 'newer-version'
    }
    // In each zone this is later than today.
    const firstUntil = new Date(platform.now().getTime() + 2 * DAY_MS).toISOString().slice(0, 10)
    const space =
      first ??
      (await openSpace(platform.prefix, account?.id ?? null, { onNewer, firstUntil }).catch(error => {
        trouble(error)
        return memorySpace()
      }))
    const channel = platform.channel(spaceName(platform.prefix, account?.id ?? null))
    const hub = await openHub({
      space,
      channel,
      onSaveFailed: trouble,
      mayLoadRest: platform.painted,
      onChange: signals.refresh,
    })
    session = { account, hub }
    if (!hub.isLoaded()) {
      state.loading.value = true
      void hub.loaded.then(() => {
        if (session?.hub === hub) state.loading.value = false
      })
    }
    if (account && !device.value.signedOut) wake()
    else state.connection.value = account ? 'signed-out' : 'online'
  }

  async function exit(): Promise<void> {
    await leader.end()
    await session?.hub.close()
    signals.empty()
    journal.clear()
  }

  async function change(patch: Partial<Device>): Promise<void> {
    device.value = { ...device.value, ...patch }
    await store.save(patch).catch(trouble)
    tabs.broadcast({ kind: 'device', patch })
  }

  /** Opens another account, or none. */
  async function switchTo(account: Device['account'], forget?: { account: string | null }): Promise<void> {
    const before = session
    await before?.hub.loaded
    const adopted = account && before && !before.account ? adoptAll(before) : []
    let space: Space | undefined
    if (account && adopted.length) {
      space = await openSpace(platform.prefix, account.id).catch(() => memorySpace())
      await space.save({ operations: adopted })
    }
    await exit()
    // The push subscription belongs to the account that leaves.
    if (before?.account && before.account.id !== account?.id) await platform.push.unsubscribe()
    await change({ account, signedOut: false })
    const obsolete = adopted.length ? { account: null } : forget
    if (obsolete) await store.deleteSpace(obsolete.account).catch(trouble)
    await enter(account, space)
  }

  function adoptAll({ hub }: Session) {
    let newest: string | undefined
    const nextId = () => {
      newest = platform.newId(newest)
      return newest
    }
    return adopt(hub.replica.tasks.values(), platform.now(), nextId)
  }

  /** The session has ended at the server. Unsent changes wait on the device until the next sign-in. */
  async function onSessionEnd(reason: SessionEnd): Promise<void> {
    const id = session?.account?.id
    if (reason === 'account-deleted' && id) return switchTo(null, { account: id })
    state.connection.value = 'signed-out'
    await change({ signedOut: true })
  }

  function onMessage(message: TabMessage): void {
    if (message.kind === 'device') {
      const { account, signedOut } = device.value
      device.value = { ...device.value, ...message.patch }
      const now = device.value
      if (now.account?.id !== account?.id || now.signedOut !== signedOut) exit().then(() => enter(now.account))
    } else leader.onMessage(message)
  }

  /** A background tab closes its stream, which would keep idle functions awake. */
  let isInBackground = false
  platform.onBackground(inBackground => {
    // Waiting operations are sent first.
    if (inBackground === isInBackground || (inBackground && state.waiting.value)) return
    isInBackground = inBackground
    if (session?.account && !device.value.signedOut) leader.end().then(wake)
  })
  function wake(): void {
    if (!isInBackground && session?.account && !device.value.signedOut) leader.begin(session)
  }

  const started = (async () => {
    store = await openDevice(platform.prefix).catch(error => {
      trouble(error)
      return memoryDevice()
    })
    device.value = await store.load().catch(() => device.value)
    await enter(device.value.account)
    state.ready.value = true
    tabs.broadcast({ kind: 'hello' })
  })()

  const onClosed = (on: Session, ids: readonly string[]) => {
    if (ids.length && (!on.account || state.connection.value !== 'online')) expectNext(on, platform, ids)
  }
  const client: Client = {
    ...signals.readable,
    ...taskActions({ platform, session: open, journal, zone, onClosed }),
    ...deviceActions({ platform, signals, journal, change }),
    ...accountActions({
      ...context,
      enter: account => switchTo(account),
      leave: () => switchTo(null, session?.account ? { account: session.account.id } : undefined),
    }),
    ...queries(context),
    ...settings(context),
    ...programs(context),
    // Few people talk to the assistant at every visit: the start does not load this.
    chat: async () => (await import('./chat.ts')).chatRoom(context),
  }
  return {
    client,
    session: open,
    async close() {
      await started
      await exit()
      tabs.close()
      store.close()
    },
  }
}

function fail(): never {
  throw new Error('The client is not ready yet.')
}
