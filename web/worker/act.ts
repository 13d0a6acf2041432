import type { Action } from '../model/operation.ts'
import { openDevice } from '../storage/device.ts'
import { openSpace, spaceName } from '../storage/space.ts'
import { openHub } from '../sync/hub.ts'
import { newId } from '../sync/new-id.ts'
import type { Channel, Platform } from '../sync/platform.ts'
import { sendNext } from '../sync/send.ts'
import { createServer, Unreachable } from '../sync/server.ts'
import { changeBy, type Session } from '../sync/session.ts'

export interface Reminder {
  taskId: string
  reminderId: string
}

type Where = Pick<Platform, 'serverUrl' | 'pageOrigin'> & Partial<Pick<Platform, 'prefix' | 'fetch'>>
/** `elsewhere`: an open tab sends it. */
type Outcome = 'sent' | 'waits' | 'elsewhere' | 'no-account'

const snoozeMinutes = 60

/** Performs the action of a notification's button, as the client would. */
export const actOn = (
  button: 'complete' | 'snooze',
  { taskId, reminderId }: Reminder,
  where: Where,
): Promise<Outcome> =>
  withSession(where, async session => {
    const action: Action =
      button === 'complete' ? { kind: 'complete' } : { kind: 'snooze', reminderId, until: { minutes: snoozeMinutes } }
    await session.hub.commit(changeBy(session, { newId, now: () => new Date() }, [{ taskId, action }]))
    return send(session, where)
  })

/** Sends operations that an earlier attempt could not send. */
export const sendWaiting = (where: Where): Promise<Outcome> => withSession(where, session => send(session, where))

async function withSession(where: Where, work: (session: Session) => Promise<Outcome>): Promise<Outcome> {
  const { prefix = '' } = where
  const store = await openDevice(prefix)
  const { account } = await store.load()
  store.close()
  if (!account) return 'no-account'
  const channel = new BroadcastChannel(spaceName(prefix, account.id)) as unknown as Channel
  const space = await openSpace(prefix, account.id)
  const hub = await openHub({ space, channel, onChange() {}, onSaveFailed: fail })
  try {
    return await work({ account, hub })
  } finally {
    await hub.close()
  }
}

/** The leading tab holds the lock and sends. Without a tab the lock is free, and this worker sends. */
async function send({ account, hub }: Session, where: Where): Promise<Outcome> {
  const { prefix = '' } = where
  const fetch: Platform['fetch'] = where.fetch ?? ((...args) => globalThis.fetch(...args))
  const server = createServer({ ...where, fetch })
  const outcome = await navigator.locks.request(
    `${prefix}zerodue ${account?.id}`,
    { ifAvailable: true },
    async lock => {
      if (!lock) return 'elsewhere' as const
      try {
        while ((await sendNext(hub, server)) === 'sent');
        return hub.replica.operations.size ? ('waits' as const) : ('sent' as const)
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error
        return 'waits' as const
      }
    },
  )
  return outcome
}

function fail(error: unknown): never {
  throw error
}
