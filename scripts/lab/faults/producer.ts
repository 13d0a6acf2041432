// For the crash tests: task-api with local delivery to the consumer. DATABASE_URL and SUBSCRIBER_URL are its settings.
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { localPublisher } from '../../../functions/kit/events/publish/local.ts'
import type { Identify } from '../../../functions/kit/http/api.ts'
import { listen } from '../../../functions/kit/http/serve.ts'
import { createLog } from '../../../functions/kit/log.ts'
import { makeFunction } from '../../../functions/kit/make-function.ts'
import { sampleSettings } from '../../../functions/kit/settings/samples.ts'
import { newTimer, type Timer } from '../../../functions/kit/timers.ts'
import definition from '../../../functions/task-api/function.ts'

const { DATABASE_URL = '', SUBSCRIBER_URL = '' } = process.env
const subscriber = { function: 'probe', url: SUBSCRIBER_URL }
const publisher = localPublisher({
  authorization: 'Bearer x',
  subscribers: { 'task-events': [subscriber], 'task-updates': [subscriber] },
  retries: { most: 3, pauseMs: 10, timeoutMs: 5_000 },
})
// Retries soon, instead of in half a minute, an event that the restarting subscriber did not take.
const soon: Timer = newTimer(async () => made.outbox?.sweep())
const identify: Identify = async c => {
  const userId = c.req.header('x-user') ?? ''
  return { userId, actor: { kind: 'user', id: userId }, scopes: ['read', 'write'] }
}
const made = makeFunction(
  definition,
  { ...sampleSettings(definition), DATABASE_URL },
  {
    publisher,
    identify: () => identify,
    outboxTimer: { after: delayMs => soon.after(Math.min(delayMs, 200)) },
    log: createLog('task-api', 'silent'),
    connections: 4,
  },
)

const server = await listen(made.app, { port: 0 })
process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
made.begin()
process.stdin.resume()
await once(process.stdin, 'end')
process.exit(0)
