// One replica of task-api as it runs in a cluster; only whom it trusts is made up here.
import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { bySecret } from '../../../../functions/kit/events/may-deliver.ts'
import { listen } from '../../../../functions/kit/http/serve.ts'
import { createLog } from '../../../../functions/kit/log.ts'
import { connect } from '../../../../functions/kit/postgres/connect.ts'
import { testIssuer } from '../../../../functions/kit/testing/issuer.ts'
import { configOf } from '../../../../functions/task-api/config.ts'
import { createFunction } from '../../../../functions/task-api/function.ts'
import { identify } from '../../../../functions/task-api/identity/identify.ts'
import { testOutbox } from '../../../../functions/task-api/testing/outbox.ts'
import { answerParent, input } from '../parts/child.ts'

const { databaseUrl, connections = 16 } = input<{ databaseUrl: string; connections?: number }>()

const sql = connect(databaseUrl, 'task_api', { connections })
const now = () => new Date()
const issuer = await testIssuer(now)
const identity = {
  publicUrl: 'http://localhost',
  webOrigins: [],
  secret: randomUUID() + randomUUID(),
  issuer: issuer.issuer,
  audience: issuer.audience,
}
const { app } = createFunction({
  sql,
  outbox: testOutbox(sql, { publish: async () => {}, close: async () => {} }),
  identify: identify({ sql, identity, verify: issuer.verify, now }),
  identity,
  config: configOf({}, undefined),
  cursorSecret: randomUUID(),
  admit: bySecret(randomUUID()),
  now,
  log: createLog('task-api', 'error'),
})
const server = await listen(app, { port: 0 })
const { port } = server.address() as AddressInfo

answerParent(
  { address: `http://127.0.0.1:${port}` },
  {
    cpu: () => process.cpuUsage(),
    token: (userId: string) => issuer.token(userId),
    /** What is really held, after everything that can go has gone. */
    memory() {
      for (let i = 0; i < 4; i++) globalThis.gc?.()
      return process.memoryUsage()
    },
  },
)
