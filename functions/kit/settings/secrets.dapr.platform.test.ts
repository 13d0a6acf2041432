import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startDapr } from '../../../scripts/lab/platform/dapr.ts'
import { freePort } from '../http/free-port.ts'
import { root } from '../root.ts'
import { localServer } from '../testing/local-server.ts'
import { newFolder } from '../testing/new-folder.ts'
import { withSecrets } from './secrets.ts'
import { SettingsError } from './settings.ts'

const apiToken = randomUUID()

/** Starts a daprd with one of the stores in dapr-components/secrets/, and answers the environment of a function that uses it. */
async function store(kind: 'file' | 'kubernetes', env: NodeJS.ProcessEnv) {
  const folder = newFolder()
  const dapr = await startDapr({
    appId: 'reminder-firer',
    appPort: await freePort(),
    resources: path.join(root, 'dapr-components', 'secrets', kind),
    folder,
    env: { ...env, DAPR_API_TOKEN: apiToken },
  })
  onTestFinished(dapr.stop)
  return {
    SECRETS: 'dapr',
    SECRETS_FROM: 'reminder-firer, web-push',
    DAPR_HTTP_ENDPOINT: dapr.endpoint,
    DAPR_API_TOKEN: apiToken,
  }
}

const secrets = {
  'reminder-firer': { DATABASE_URL: 'postgres://from-the-store/zerodue', CURSOR_SECRET: 'مخفی "quoted" \\ $HOME' },
  'web-push': { VAPID_PRIVATE_KEY: 'a key' },
  notifier: { SMTP_URL: 'smtp://of-somebody-else' },
}

async function fileStore() {
  const file = path.join(newFolder(), 'secrets.json')
  writeFileSync(file, JSON.stringify(secrets))
  return store('file', { ZERODUE_SECRETS_FILE: file })
}

/** The part of the Kubernetes API that daprd uses: one GET for each secret. */
async function kubernetesStore() {
  const api = await localServer(({ path: at }, response) => {
    const [, name = ''] = /^\/api\/v1\/namespaces\/zerodue\/secrets\/([^/?]+)$/.exec(at) ?? []
    const found = Object.entries(secrets).find(([known]) => known === name)?.[1]
    const data = Object.entries(found ?? {}).map(([key, value]) => [key, Buffer.from(value).toString('base64')])
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' }).end(
      JSON.stringify(
        found
          ? { apiVersion: 'v1', kind: 'Secret', metadata: { name }, data: Object.fromEntries(data) }
          : {
              apiVersion: 'v1',
              kind: 'Status',
              status: 'Failure',
              reason: 'NotFound',
              code: 404,
              message: `secrets "${name}" not found`,
            },
      ),
    )
  })
  const KUBECONFIG = path.join(newFolder(), 'config')
  writeFileSync(
    KUBECONFIG,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'test',
      contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
      clusters: [{ name: 'test', cluster: { server: api.url } }],
      users: [{ name: 'test', user: {} }],
    }),
  )
  return store('kubernetes', { KUBECONFIG, NAMESPACE: 'zerodue' })
}

test.each([
  ['a file', fileStore],
  ['Kubernetes', kubernetesStore],
])(
  'with SECRETS=dapr a function reads its own secrets from %s, and all other settings from the environment',
  async (_, make) => {
    const given = { ...(await make()), DATABASE_URL: 'postgres://from-the-environment/', LOG_LEVEL: 'warn' }

    expect(await withSecrets(given)).toEqual({
      ...given,
      DATABASE_URL: secrets['reminder-firer'].DATABASE_URL,
      CURSOR_SECRET: secrets['reminder-firer'].CURSOR_SECRET,
      VAPID_PRIVATE_KEY: 'a key',
    })
    await expect(withSecrets({ ...given, SECRETS_FROM: 'reminder-firer,task-api' })).rejects.toThrow(
      /^The secret task-api cannot be read from Dapr's store zerodue-secrets: .*task-api/,
    )
  },
)

test('the error says that daprd refuses the token, has no store or does not answer', async () => {
  const given = await fileStore()
  const failing = async (more: NodeJS.ProcessEnv) => {
    const error = await withSecrets({ ...given, ...more }).catch(thrown => thrown)
    expect(error).toBeInstanceOf(SettingsError)
    return error.message
  }
  const where = given.DAPR_HTTP_ENDPOINT
  expect(await failing({ DAPR_API_TOKEN: 'wrong' })).toBe(
    `SECRETS=dapr: daprd at ${where} refuses the token: DAPR_API_TOKEN must be the same on both sides`,
  )
  const nowhere = `http://127.0.0.1:${await freePort()}`
  expect(await failing({ DAPR_HTTP_ENDPOINT: nowhere })).toMatch(
    `SECRETS=dapr: daprd at ${nowhere} does not answer: connect ECONNREFUSED`,
  )
  const bare = await startDapr({
    appId: 'bare',
    appPort: await freePort(),
    resources: newFolder(),
    folder: newFolder(),
  })
  onTestFinished(bare.stop)
  expect(await failing({ DAPR_HTTP_ENDPOINT: bare.endpoint })).toMatch(
    /^The secret reminder-firer cannot be read from Dapr's store zerodue-secrets: .*store.*not/,
  )
})
