// One replica of task-api as in a cluster, with a test issuer.
import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { listen } from '../../../../functions/kit/http/serve.ts'
import { createLog } from '../../../../functions/kit/log.ts'
import { makeFunction } from '../../../../functions/kit/make-function.ts'
import { sampleSettings } from '../../../../functions/kit/settings/samples.ts'
import { readSettings } from '../../../../functions/kit/settings/settings.ts'
import { telemetryEntries } from '../../../../functions/kit/telemetry/settings.ts'
import { telemetryOf } from '../../../../functions/kit/telemetry/telemetry.ts'
import { testIssuer } from '../../../../functions/kit/testing/issuer.ts'
import definition from '../../../../functions/task-api/function.ts'
import { identify } from '../../../../functions/task-api/identity/identify.ts'
import { identityOf } from '../../../../functions/task-api/identity/settings.ts'
import { answerParent, input } from '../parts/child.ts'

interface Input {
  databaseUrl: string
  connections?: number
  /** Settings of telemetry; without them it is off. */
  telemetry?: Record<string, string>
}

const { databaseUrl, connections = 16, telemetry = {} } = input<Input>()

const { issuer, audience, verify, token } = await testIssuer()
const environment = {
  ...sampleSettings(definition),
  DATABASE_URL: databaseUrl,
  AUTH_SECRET: randomUUID(),
  JWT_ISSUER: issuer,
  JWT_AUDIENCE: audience,
}
const sent = telemetryOf('task-api', { HOST: '127.0.0.1', ...readSettings(telemetryEntries, telemetry) })
const { app } = makeFunction(definition, environment, {
  connections,
  publisher: { publish: async () => {}, close: async () => {} },
  identify: ({ sql, settings, now }) => identify({ sql, identity: identityOf(settings), verify, now }),
  log: createLog('task-api', 'error'),
})
const server = await listen(app, { port: 0 })
sent.begin()
const { port } = server.address() as AddressInfo

answerParent(
  { address: `http://127.0.0.1:${port}` },
  {
    cpu: () => process.cpuUsage(),
    /** The largest memory so far. */
    peak: () => process.resourceUsage().maxRSS * 1024,
    token: (userId: string) => token(userId),
    /** The memory after garbage collection. */
    memory() {
      for (let i = 0; i < 4; i++) globalThis.gc?.()
      return process.memoryUsage()
    },
  },
)
