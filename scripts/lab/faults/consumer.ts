// For the crash tests: a function that stores every event in the transaction that also records its id in the inbox.
import { once } from 'node:events'
import { Hono } from 'hono'
import { type InTransaction, onceIn } from '../../../functions/kit/events/inbox.ts'
import { onAny, receive } from '../../../functions/kit/events/receive.ts'
import { listen } from '../../../functions/kit/http/serve.ts'
import { createLog } from '../../../functions/kit/log.ts'
import { connect } from '../../../functions/kit/postgres/connect.ts'

const { DATABASE_URL = '', PORT = '' } = process.env
const sql = connect(DATABASE_URL, 'task_api', { connections: 4 })
const door = receive<InTransaction>(
  {
    admit: async () => ({}),
    take: onceIn({ sql, schema: 'tasks', consumer: 'probe' }),
    log: createLog('probe', 'silent'),
  },
  [
    onAny(
      async ({ id, type, subject }, { tx }) =>
        void (await tx`insert into tasks.effect values (${id}, ${type}, ${subject ?? ''})`),
    ),
  ],
)
await listen(new Hono().post('/', door), { port: Number(PORT) })
process.stdout.write('ready\n')
process.stdin.resume()
await once(process.stdin, 'end')
process.exit(0)
