import { hkdfSync } from 'node:crypto'
import type { Hono } from 'hono'
import * as v from 'valibot'
import { Due } from '../domain/due.ts'
import { sessionEnded, tokenRevoked, userDeleted, userUpdated } from '../domain/events/account-events.ts'
import { identityTokenRevoked, signedIn, signedUp, tokenCreated } from '../domain/events/audit-events.ts'
import { commandRefused } from '../domain/events/command-refused.ts'
import { occurrenceEnded, taskEvents } from '../domain/events/task-events.ts'
import { accountDeleted, profileChanged, taskChanged } from '../domain/events/task-updates.ts'
import { Reminder } from '../domain/reminder.ts'
import { NewTask, Repeat, Task, TaskPatch } from '../domain/task.ts'
import { defineFunction } from '../kit/define-function.ts'
import { webClient } from '../kit/http/web-client.ts'
import { batchRoute } from './batch.ts'
import { calendarRoutes } from './calendar/calendar-routes.ts'
import { commands } from './commands/commands.ts'
import { completeTaskRoute } from './complete-task.ts'
import { configOf, configRoute, configSettings } from './config.ts'
import { createTaskRoute } from './create-task.ts'
import { deleteTaskRoute, restoreTaskRoute } from './delete-task.ts'
import { getTaskRoute } from './get-task.ts'
import { authRoutes, refuseSignIn } from './identity/auth-routes.ts'
import { identify, verifierOf } from './identity/identify.ts'
import { meRoutes } from './identity/me-routes.ts'
import { identityOf, identitySettings } from './identity/settings.ts'
import { signInLibrary } from './identity/sign-in.ts'
import { listTasksRoute } from './list/list-tasks.ts'
import { clientFinder } from './oauth/find-client.ts'
import { oauthRoutes } from './oauth/oauth-routes.ts'
import { oauthOf, oauthSettings } from './oauth/settings.ts'
import { signingKey } from './oauth/signing-key.ts'
import { quotaOf, quotaSettings } from './quota.ts'
import { reopenTaskRoute } from './reopen-task.ts'
import { skipTaskRoute } from './skip-task.ts'
import { snoozeRoutes } from './snooze-reminder.ts'
import { sweep } from './sweep.ts'
import { tagRoutes } from './tags.ts'
import { timeRoutes } from './time-routes.ts'
import { transferRoutes } from './transfer/transfer-routes.ts'
import { updateTaskRoute } from './update-task.ts'

/** Stores tasks and users. Only this function writes tasks, and it writes each change together with its events. */
export default defineFunction({
  name: 'task-api',
  schema: 'tasks',
  settings: {
    ...identitySettings,
    ...oauthSettings,
    ...configSettings,
    ...quotaSettings,
    /** The folder of the built web client. Without it the function serves only the API. */
    WEB_DIST: v.optional(v.string(), ''),
  },
  signsIn({ sql, settings, now }) {
    const identity = identityOf(settings)
    return identify({ sql, identity, verify: verifierOf(sql, identity), now })
  },
  deps({ sql, outbox, settings, now, log }) {
    const identity = identityOf(settings)
    const library = signInLibrary({ sql, identity, log })
    const oauth = oauthOf(settings, identity, settings.ASSISTANT_URL)
    return {
      sql,
      outbox,
      quota: quotaOf(settings),
      identity,
      pass: library.pass,
      oauth,
      verify: verifierOf(sql, identity),
      findClient: clientFinder(sql, oauth.guard, now),
      signingKey: signingKey(sql, identity, library),
      config: configOf(settings, oauth.resource, identity.jwksUrl && identity.issuer),
      cursorSecret: Buffer.from(hkdfSync('sha256', identity.secret, '', 'cursor', 32)).toString('base64url'),
      webDist: settings.WEB_DIST,
      now,
      log,
    }
  },
}).does({
  before: refuseSignIn,
  routes: [
    configRoute,
    createTaskRoute,
    listTasksRoute,
    batchRoute,
    getTaskRoute,
    updateTaskRoute,
    deleteTaskRoute,
    restoreTaskRoute,
    completeTaskRoute,
    reopenTaskRoute,
    skipTaskRoute,
    ...snoozeRoutes,
    ...timeRoutes,
    ...tagRoutes,
    ...transferRoutes,
    ...calendarRoutes,
    ...authRoutes,
    ...meRoutes,
    ...oauthRoutes,
  ],
  after(app: Hono, { webDist: folder, config }) {
    const connectTo = Object.values(config.addresses).flatMap(address => address ?? [])
    if (folder) app.get('*', webClient({ folder, connectTo }))
  },
  on: commands,
  admitsCallers: true,
  sweep,
  emits: [
    ...taskEvents,
    occurrenceEnded,
    taskChanged,
    userUpdated,
    userDeleted,
    profileChanged,
    accountDeleted,
    commandRefused,
    signedUp,
    signedIn,
    tokenCreated,
    tokenRevoked,
    identityTokenRevoked,
    sessionEnded,
  ],
  document: {
    schemas: { Task, NewTask, TaskPatch, Due, Repeat, Reminder },
    tags: {
      tasks: 'Tasks: create, find, change, complete, delete and restore them, one by one or many at once',
      tags: 'The tags of all tasks',
      recurrence: 'Preview the dates of a recurrence rule before anything is saved',
      transfer: 'Export and import all tasks of a person',
      calendar: 'A feed of tasks that calendar programs subscribe to',
      me: 'The profile, the API tokens and the account of the caller',
      auth: 'Sign up, in and out, and get tokens for the other functions',
      oauth: 'Connect MCP clients to an account, and end these connections',
    },
  },
})
