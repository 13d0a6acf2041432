// For the crash tests: a function that stores every event in the transaction that also records its id in the inbox.
import { once } from 'node:events'
import { Hono } from 'hono'
import { taskChanged } from '../../../functions/domain/events/task-updates.ts'
import { onAny } from '../../../functions/kit/events/handler.ts'
import { type InTransaction, onceIn } from '../../../functions/kit/events/inbox.ts'
import { receive } from '../../../functions/kit/events/receive.ts'
import { setAsideTable } from '../../../functions/kit/events/set-aside.ts'
import { listen } from '../../../functions/kit/http/serve.ts'
import { createLog } from '../../../functions/kit/log.ts'
import { connect } from '../../../functions/kit/postgres/connect.ts'
import { poisonTitle } from './writer.ts'

const { DATABASE_URL = '', PORT = '' } = process.env
const sql = connect(DATABASE_URL, 'task_api', { connections: 4 })
const table = setAsideTable(sql, 'tasks', 'probe')

interface Data {
  task: { id: string; version: number; title: string }
}

const door = receive<InTransaction>(
  {
    admit: async () => ({}),
    take: onceIn({ sql, schema: 'tasks', consumer: 'probe' }),
    setAside: (event, error) => table.notHandled('/', event, error),
    log: createLog('probe', 'silent'),
  },
  [
    onAny(async ({ id, type, data }, { tx, newest }) => {
      const { task } = data as Data
      if (task.title === poisonTitle) throw new Error('poison')
      const isNewest = type === taskChanged.type && (await newest([task])).size > 0
      await tx`
        insert into tasks.effect (event, type, task, version, newest)
        values (${id}, ${type}, ${task.id}, ${task.version}, ${isNewest})`
    }),
  ],
)
await listen(new Hono().post('/', door), { port: Number(PORT) })
process.stdout.write('ready\n')
process.stdin.resume()
await once(process.stdin, 'end')
process.exit(0)
