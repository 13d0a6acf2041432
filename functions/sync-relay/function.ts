import {
  accountDeleted,
  notificationChanged,
  profileChanged,
  reminderFired,
  taskChanged,
} from '../domain/events/task-updates.ts'
import { defineFunction } from '../kit/define-function.ts'
import { on } from '../kit/events/receive.ts'
import { forgetAccount } from './forget-account.ts'
import { keepTask, keepUpdate } from './keep-update.ts'
import { limitsOf, relaySettings } from './settings.ts'
import { streamRoutes } from './stream-routes.ts'
import { Streams } from './streams.ts'
import { sweep } from './sweep.ts'
import { Update } from './update.ts'
import { createWaker, everything } from './waker.ts'

/** Brings every update of a person to all their open streams, in one sequence without gaps, from whichever replica. */
export default defineFunction({
  name: 'sync-relay',
  schema: 'sync',
  settings: relaySettings,
  deps({ sql, settings, now, random, log }) {
    const limits = limitsOf(settings)
    const streams = new Streams({ sql, limits, now, random, log })
    return { sql, limits, streams, wake: createWaker(sql, streams, log), now }
  },
}).does({
  routes: streamRoutes,
  on: [
    on(taskChanged, keepTask),
    on(profileChanged, keepUpdate),
    on(reminderFired, keepUpdate),
    on(notificationChanged, keepUpdate),
    on(accountDeleted, forgetAccount),
  ],
  // The process that took the first delivery may have ended between its commit and the wake-up.
  redelivered: async ({ wake }, { userId }) => userId === undefined || wake({ userId, number: everything }),
  sweep,
  stop: ({ streams }) => streams.endAll('stopping'),
  document: {
    schemas: { Update },
    tags: { stream: 'What clients must see, as it happens and from where they left off' },
  },
})
