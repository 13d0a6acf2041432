import {
  accountDeleted,
  notificationChanged,
  profileChanged,
  reminderFired,
  taskChanged,
} from '../domain/events/task-updates.ts'
import { defineFunction } from '../kit/define-function.ts'
import { on, onMany } from '../kit/events/handler.ts'
import { forgetAccount } from './forget-account.ts'
import { limitsOf, relaySettings } from './settings.ts'
import { storeTaskUpdates, storeUpdate } from './store-update.ts'
import { streamRoutes } from './stream-routes.ts'
import { Streams } from './streams.ts'
import { sweep } from './sweep.ts'
import { Update } from './update.ts'
import { createWaker, unknownNumber } from './waker.ts'

/** Sends every update of a person to all their open streams, on any replica, in one sequence without gaps. */
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
    onMany([taskChanged], storeTaskUpdates),
    on(profileChanged, storeUpdate),
    on(reminderFired, storeUpdate),
    on(notificationChanged, storeUpdate),
    on(accountDeleted, forgetAccount),
  ],
  // The process of the first delivery may have crashed between its commit and the wake-up.
  redelivered: async ({ wake }, { userId }) => userId === undefined || wake({ userId, number: unknownNumber }),
  sweep,
  stop: ({ streams }) => streams.endAll('stopping'),
  document: {
    schemas: { Update },
    tags: { stream: 'The updates of a person, live and from any earlier number on' },
  },
})
