import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { daprPublisher } from '../../../../functions/kit/events/publish/dapr.ts'
import { functionNames } from '../../../../functions/kit/function-names.ts'
import { freePort } from '../../../../functions/kit/http/free-port.ts'
import { root } from '../../../../functions/kit/root.ts'
import { testDatabase } from '../../../../functions/kit/testing/database.ts'
import { newFolder } from '../../../../functions/kit/testing/new-folder.ts'
import { FunctionProcess } from '../../faults/function-process.ts'
import { startDapr, startScheduler } from '../../platform/dapr.ts'
import { publishedIssuer } from '../../platform/jwks.ts'

interface Broker {
  /** The folder of the component `zerodue-events`, below dapr-components/. */
  component: string
  /** The settings that the component reads from the environment of daprd. */
  env: NodeJS.ProcessEnv
}

/** The assistant starts here, and nobody calls it. */
const nowhere = 'http://127.0.0.1:1'

/** Every function in a process of its own, each with a daprd that publishes, delivers and rings its alarms. */
export async function functionsByDapr({ component, env }: Broker) {
  const folder = newFolder()
  const [databaseUrl, issuer] = [await testDatabase(), await publishedIssuer()]
  const scheduler = await startScheduler({ folder: path.join(folder, 'scheduler') })
  const secret = randomUUID() + randomUUID()
  const components = path.join(root, 'dapr-components')
  const start = async (name: string) => {
    const [port, APP_API_TOKEN, DAPR_API_TOKEN] = [await freePort(), randomUUID(), randomUUID()]
    const dapr = await startDapr({
      appId: name,
      appPort: port,
      resources: [path.join(components, component), path.join(components, 'subscriptions')],
      folder: path.join(folder, name),
      env: { ...env, APP_API_TOKEN, DAPR_API_TOKEN },
      scheduler: scheduler.address,
    })
    const settings = {
      DATABASE_URL: databaseUrl,
      EVENTS: 'dapr',
      ALARMS: 'dapr',
      DAPR_HTTP_ENDPOINT: dapr.endpoint,
      DAPR_API_TOKEN,
      APP_API_TOKEN,
      EVENTS_DAPR_TOKEN: APP_API_TOKEN,
      AUTH_SECRET: secret,
      ASSISTANT_SECRET: secret,
      CURSOR_SECRET: secret,
      LINK_SECRET: secret,
      OPERATOR_TOKEN: secret,
      PUBLIC_URL: 'http://localhost',
      TASK_API_INTERNAL_URL: nowhere,
      REMINDER_FIRER_INTERNAL_URL: nowhere,
      AUDIT_SINK_INTERNAL_URL: nowhere,
      WEBHOOK_ALLOW: '127.0.0.0/8',
      ...issuer.settings,
    }
    const running = new FunctionProcess({ name, port, env: settings, folder: path.join(folder, name) })
    onTestFinished(() => Promise.all([dapr.stop(), running.end()]).then(() => {}))
    await running.ready
    return { running, publisher: daprPublisher({ endpoint: dapr.endpoint, apiToken: DAPR_API_TOKEN }) }
  }
  onTestFinished(() => Promise.all([scheduler.stop(), issuer.close()]).then(() => {}))
  const names = functionNames()
  const all = new Map((await Promise.all(names.map(start))).map((one, i) => [names[i], one]))
  const of = (name: string) => all.get(name) ?? fail(name)

  const authorization = `Bearer ${await issuer.token('ana')}`
  return {
    operator: `Bearer ${secret}`,
    process: (name: string) => of(name).running,
    publisher: of('task-api').publisher,
    async ask<T>(name: string, method: string, at: string, body?: object, as = authorization): Promise<T> {
      const response = await fetch(`${of(name).running.address}${at}`, {
        method,
        headers: { authorization: as, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      })
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
      return (response.status === 204 ? undefined : await response.json()) as T
    },
  }
}

const fail = (name: string): never => {
  throw new Error(`There is no function ${name}.`)
}
