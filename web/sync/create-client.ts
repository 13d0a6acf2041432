import { adopt } from '../model/adopt.ts'
import type { Client } from '../model/client.ts'
import { type Device, type DeviceStore, memoryDevice, openDevice } from '../storage/device.ts'
import { memorySpace } from '../storage/memory.ts'
import { openSpace, type Space, spaceName } from '../storage/space.ts'
import { accountActions } from './account.ts'
import { taskActions } from './actions.ts'
import { deviceActions } from './device-actions.ts'
import { expectNext } from './expect-next.ts'
import { openHub } from './hub.ts'
import { createJournal } from './journal.ts'
import { createLeader } from './leader.ts'
import type { Platform } from './platform.ts'
import { questions } from './questions.ts'
import { createServer } from './server.ts'
import type { Session } from './session.ts'
import { settings } from './settings.ts'
import { createShown } from './shown.ts'
import { createTabs, type TabMessage } from './tabs.ts'

export interface Running {
  client: Client
  /** What is open in this tab. */
  session: () => Session
  close(): Promise<void>
}

/** Everything below the screens, put together on what a browser gives, or a test. */
export function createClient(platform: Platform): Running {
  const shown = createShown()
  const { state, device } = shown
  shown.language.value = platform.language()
  const server = createServer(platform)
  const journal = createJournal(platform.newId, last => {
    state.undoable.value = last ? { token: last.token, what: last.what, count: last.back ? 1 : last.done.length } : null
  })
  let store: DeviceStore = memoryDevice()
  let session: Session | undefined
  /** What was done before the device's own storage was read waits for it: a few milliseconds. */
  const open = () => session ?? fail()
  const zone = () => state.profile.value?.zone ?? platform.zone()
  const asking = { platform, server, session: open, shown: shown.shown, zone }
  const tabs = createTabs(platform, hear)
  const leader = createLeader({ platform, server, shown, tabs, ended })
  platform.updates.ready(() => {
    state.updateReady.value = true
  })

  const trouble = (error: unknown) => {
    const name = error instanceof DOMException ? error.name : ''
    if (name === 'QuotaExceededError') state.trouble.value = 'storage-full'
    // What is kept here was written by a newer client than this page is.
    else if (name === 'VersionError') state.trouble.value = 'newer-version'
    else state.trouble.value ??= 'storage-off'
  }

  /** Opens the account of this device, or its own tasks. */
  async function enter(account: Device['account'], first?: Space): Promise<void> {
    const newer = () => {
      state.trouble.value = 'newer-version'
    }
    const space =
      first ??
      (await openSpace(platform.place, account?.id ?? null, { onNewer: newer }).catch(error => {
        trouble(error)
        return memorySpace()
      }))
    const channel = platform.channel(spaceName(platform.place, account?.id ?? null))
    const hub = await openHub({
      space,
      channel,
      notKept: trouble,
      shown: shown.refresh,
    })
    session = { account, hub }
    if (account && !device.value.signedOut) wake()
    else state.connection.value = account ? 'signed-out' : 'online'
  }

  async function exit(): Promise<void> {
    await leader.end()
    await session?.hub.close()
    shown.empty()
    journal.clear()
  }

  async function change(patch: Partial<Device>): Promise<void> {
    device.value = { ...device.value, ...patch }
    await store.save(patch).catch(trouble)
    tabs.tell({ kind: 'device', patch })
  }

  /** Another account, or none, is open from now on. */
  async function switchTo(account: Device['account'], forget?: { account: string | null }): Promise<void> {
    const before = session
    const adopted = account && before && !before.account ? adoptAll(before) : []
    let space: Space | undefined
    if (account && adopted.length) {
      space = await openSpace(platform.place, account.id).catch(() => memorySpace())
      await space.save({ operations: adopted })
    }
    await exit()
    // What this browser was subscribed to was for the one who leaves.
    if (before?.account && before.account.id !== account?.id) await platform.push.unsubscribe()
    await change({ account, signedOut: false })
    const gone = adopted.length ? { account: null } : forget
    if (gone) await store.forget(gone.account).catch(trouble)
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

  /** The server no longer knows who this is. What is not sent stays here until somebody signs in again. */
  async function ended(account: 'there' | 'gone'): Promise<void> {
    const id = session?.account?.id
    if (account === 'gone' && id) return switchTo(null, { account: id })
    state.connection.value = 'signed-out'
    await change({ signedOut: true })
  }

  function hear(message: TabMessage): void {
    if (message.kind === 'device') {
      const { account, signedOut } = device.value
      device.value = { ...device.value, ...message.patch }
      const now = device.value
      if (now.account?.id !== account?.id || now.signedOut !== signedOut) exit().then(() => enter(now.account))
    } else leader.hear(message)
  }

  /** A tab that nobody looks at holds no stream: it would keep functions awake that have nothing to do. */
  let isResting = false
  platform.onRest(resting => {
    // What waits to be sent is sent first.
    if (resting === isResting || (resting && state.waiting.value)) return
    isResting = resting
    if (session?.account && !device.value.signedOut) leader.end().then(wake)
  })
  function wake(): void {
    if (!isResting && session?.account && !device.value.signedOut) leader.begin(session)
  }

  const begun = (async () => {
    store = await openDevice(platform.place).catch(error => {
      trouble(error)
      return memoryDevice()
    })
    device.value = await store.load().catch(() => device.value)
    await enter(device.value.account)
    state.ready.value = true
    tabs.tell({ kind: 'hello' })
  })()

  const left = (on: Session, ids: readonly string[]) => {
    if (ids.length && (!on.account || state.connection.value !== 'online')) expectNext(on, platform, ids)
  }
  const client: Client = {
    ...shown.shown,
    ...taskActions({ platform, session: open, journal, zone, left }),
    ...deviceActions({ platform, shown, journal, change }),
    ...accountActions({
      ...asking,
      enter: account => switchTo(account),
      leave: () => switchTo(null, session?.account ? { account: session.account.id } : undefined),
    }),
    ...questions(asking),
    ...settings(asking),
  }
  return {
    client,
    session: open,
    async close() {
      await begun
      await exit()
      tabs.close()
      store.close()
    },
  }
}

function fail(): never {
  throw new Error('Nothing can be done before the client is ready.')
}
