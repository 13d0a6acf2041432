import * as v from 'valibot'
import { userDeleted } from '../domain/events/account-events.ts'
import { notificationDelivered, notificationFailed } from '../domain/events/audit-events.ts'
import { reminderDue, reminderEnded, reminderNear } from '../domain/events/reminders.ts'
import { completeTaskCommand, snoozeTaskCommand } from '../domain/events/task-commands.ts'
import { notificationChanged } from '../domain/events/task-updates.ts'
import { defineFunction } from '../kit/define-function.ts'
import { on } from '../kit/events/handler.ts'
import { forget } from '../kit/events/inbox.ts'
import { processBegan } from '../kit/postgres/start-time.ts'
import { ownSecret, quotaSetting, url } from '../kit/settings/settings.ts'
import { cancelForTask } from './cancel-for-task.ts'
import { Channel } from './channel.ts'
import { channelRoutes } from './channels/channel-routes.ts'
import { sendDue, sendFor } from './deliver/send-due.ts'
import { getReady } from './get-ready.ts'
import { Notification } from './list-notifications.ts'
import { notificationRoutes } from './notification-routes.ts'
import { notify } from './notify.ts'
import { senderSettings, sendersOf } from './settings.ts'
import { sweep } from './sweep.ts'

/** Sends a due reminder by every channel of its person. A process holds a lease on a delivery while it sends it. */
export default defineFunction({
  name: 'notifier',
  schema: 'notifications',
  settings: {
    CURSOR_SECRET: ownSecret('notifier cursor'),
    /** Signs the links in mails. */
    LINK_SECRET: ownSecret('notifier links'),
    PUBLIC_URL: url,
    /** The public address of this function, where it has its own: links in mails lead there. */
    NOTIFIER_URL: v.optional(url),
    MAX_CHANNELS: quotaSetting(20),
    ...senderSettings,
  },
  deps({ sql, outbox, alarms, settings, now, random, log }) {
    const publicUrl = new URL(settings.PUBLIC_URL).origin
    return {
      sql,
      outbox,
      alarms,
      ...sendersOf(settings),
      publicUrl,
      linksUrl: new URL(settings.NOTIFIER_URL ?? publicUrl).origin,
      linkSecret: settings.LINK_SECRET,
      cursorSecret: settings.CURSOR_SECRET,
      maxChannels: settings.MAX_CHANNELS,
      began: processBegan(),
      now,
      random,
      log,
    }
  },
}).does({
  routes: [...channelRoutes, ...notificationRoutes],
  on: [on(reminderDue, notify), on(reminderNear, getReady), on(reminderEnded, cancelForTask), on(userDeleted, forget)],
  redelivered: sendFor,
  ring: deps => sendDue(deps),
  sweep,
  parts: ({ askMail }) => ({ mail: askMail }),
  emits: [notificationDelivered, notificationFailed, notificationChanged, completeTaskCommand, snoozeTaskCommand],
  document: {
    schemas: { Channel, Notification },
    tags: {
      channels: 'The mail addresses, webhooks and browsers that get reminders',
      notifications: 'The notifications of a person, and the links in mails',
    },
  },
})
