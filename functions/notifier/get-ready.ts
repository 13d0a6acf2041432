import type { ReceivedEvent } from '../kit/events/handler.ts'
import type { InTransaction } from '../kit/events/inbox.ts'
import { noteStart } from '../kit/postgres/start-time.ts'
import type { Senders } from './settings.ts'

type Context = Pick<InTransaction, 'tx'> & Pick<Senders, 'mailer' | 'vapid'> & { began: Date; now: () => Date }

/** A reminder is near. The event has started this function; its libraries load now, so that sending need not wait for them. */
export async function getReady({ time }: ReceivedEvent, { tx, mailer, vapid, began, now }: Context): Promise<void> {
  await Promise.all([
    noteStart(tx, { name: 'notifier', wokenAt: new Date(time), now: now(), began }),
    mailer && import('nodemailer'),
    vapid && import('web-push'),
  ])
}
