// For the crash tests: task-api's tasks and outbox with the local door, told by its environment where everything is.
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { timerAlarm } from '../../../functions/kit/events/alarm.ts'
import { createOutbox, type Outbox } from '../../../functions/kit/events/outbox.ts'
import { localPublisher } from '../../../functions/kit/events/publish/local.ts'
import type { Identify } from '../../../functions/kit/http/api.ts'
import { createApi } from '../../../functions/kit/http/create-api.ts'
import { listen } from '../../../functions/kit/http/serve.ts'
import { createLog } from '../../../functions/kit/log.ts'
import { connect } from '../../../functions/kit/postgres/connect.ts'
import { configOf } from '../../../functions/task-api/config.ts'
import { sweep } from '../../../functions/task-api/sweep.ts'
import { taskRoutes } from '../../../functions/task-api/task-routes.ts'

const { DATABASE_URL = '', SUBSCRIBER_URL = '' } = process.env
const log = createLog('task-api', 'silent')
const now = () => new Date()
const sql = connect(DATABASE_URL, 'task_api', { connections: 4 })
const subscriber = { function: 'probe', url: SUBSCRIBER_URL }
const publisher = localPublisher({
  authorization: 'Bearer x',
  subscribers: { 'task-events': [subscriber], 'task-updates': [subscriber] },
  retries: { most: 3, pauseMs: 10, timeoutMs: 5_000 },
})
// What a subscriber that is starting anew did not take comes again soon, and not in half a minute.
const alarm = timerAlarm(() => outbox.sweep())
const outbox: Outbox = createOutbox({
  sql,
  schema: 'tasks',
  functionName: 'task-api',
  publisher,
  alarm: { after: delayMs => alarm.after(Math.min(delayMs, 200)) },
  log,
  pageSize: 50,
})
const identify: Identify = async c => {
  const userId = c.req.header('x-user') ?? ''
  return { userId, actor: { kind: 'user', id: userId }, scopes: ['read', 'write'] }
}
const api = createApi(identify, log)
const notAskedFor = {
  config: configOf({}, undefined),
  identity: { publicUrl: '', webOrigins: [], secret: '', issuer: '', audience: '' },
  cursorSecret: '',
  admit: async () => undefined,
}
taskRoutes(api, { sql, outbox, now, log, identify, ...notAskedFor })

const server = await listen(api.app, { port: 0 })
process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
sweep({ sql, outbox, now, log }).catch(() => {})
process.stdin.resume()
await once(process.stdin, 'end')
process.exit(0)
