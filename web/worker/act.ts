import type { Deed } from '../model/operation.ts'
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

type Where = Pick<Platform, 'serverUrl' | 'pageOrigin'> & Partial<Pick<Platform, 'place' | 'fetch'>>
/** `elsewhere`: a tab is open, which sends it. */
type Outcome = 'sent' | 'waits' | 'elsewhere' | 'nobody'

const snoozeMinutes = 60

/** Does what a button of a notification says, as if it had been done in the client. */
export const actOn = (
  action: 'complete' | 'snooze',
  { taskId, reminderId }: Reminder,
  where: Where,
): Promise<Outcome> =>
  withSession(where, async session => {
    const deed: Deed =
      action === 'complete' ? { kind: 'complete' } : { kind: 'snooze', reminderId, until: { minutes: snoozeMinutes } }
    await session.hub.commit(changeBy(session, { newId, now: () => new Date() }, [{ taskId, deed }]))
    return send(session, where)
  })

/** What was left because there was no network. */
export const sendWhatWaits = (where: Where): Promise<Outcome> => withSession(where, session => send(session, where))

async function withSession(where: Where, work: (session: Session) => Promise<Outcome>): Promise<Outcome> {
  const { place = '' } = where
  const store = await openDevice(place)
  const { account } = await store.load()
  store.close()
  if (!account) return 'nobody'
  const channel = new BroadcastChannel(spaceName(place, account.id)) as unknown as Channel
  const space = await openSpace(place, account.id)
  const hub = await openHub({ space, channel, shown() {}, notKept: fail })
  try {
    return await work({ account, hub })
  } finally {
    await hub.close()
  }
}

/** Of all tabs one sends; where there is none, nobody holds the lock, and this does it. */
async function send({ account, hub }: Session, where: Where): Promise<Outcome> {
  const { place = '' } = where
  const fetch: Platform['fetch'] = where.fetch ?? ((...args) => globalThis.fetch(...args))
  const server = createServer({ ...where, fetch })
  const outcome = await navigator.locks.request(`${place}zerodue ${account?.id}`, { ifAvailable: true }, async lock => {
    if (!lock) return 'elsewhere' as const
    try {
      while ((await sendNext(hub, server)) === 'sent');
      return hub.replica.operations.size ? ('waits' as const) : ('sent' as const)
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error
      return 'waits' as const
    }
  })
  return outcome
}

function fail(error: unknown): never {
  throw error
}
