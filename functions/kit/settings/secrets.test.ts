import { expect, test } from 'vitest'
import { withSecrets } from './secrets.ts'

test('without SECRETS=dapr the settings come from the environment alone, and no request goes to Dapr', async () => {
  for (const SECRETS of [undefined, '', 'env']) {
    const environment = { SECRETS, AUTH_SECRET: 'x', DAPR_HTTP_ENDPOINT: 'http://127.0.0.1:1' }
    expect(await withSecrets(environment)).toBe(environment)
  }
})

test('SECRETS=dapr names the setting that is missing or wrong', async () => {
  const dapr = { SECRETS: 'dapr', DAPR_HTTP_ENDPOINT: 'http://127.0.0.1:1', SECRETS_FROM: 'reminder-firer' }
  await expect(withSecrets({ ...dapr, SECRETS_FROM: undefined })).rejects.toThrow('SECRETS=dapr needs SECRETS_FROM')
  await expect(withSecrets({ ...dapr, DAPR_HTTP_ENDPOINT: undefined })).rejects.toThrow(
    'SECRETS=dapr needs DAPR_HTTP_ENDPOINT',
  )
  await expect(withSecrets({ ...dapr, SECRETS: 'vault' })).rejects.toThrow('SECRETS: ')
  await expect(withSecrets({ ...dapr, SECRETS_FROM: '../notifier' })).rejects.toThrow('SECRETS_FROM: ')
})
