import { readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import webPush from 'web-push'
import { newFolder } from '../kit/testing/new-folder.ts'
import { secretsIn } from './secrets.ts'

test('secrets are created once, only their owner can read them, and web push accepts the keys', () => {
  const home = newFolder()
  const made = secretsIn(home)
  expect(secretsIn(home)).toEqual(made)
  expect(statSync(path.join(home, 'secrets.json')).mode & 0o777).toBe(0o600)
  const { VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY } = made
  const sign = () =>
    webPush.getVapidHeaders(
      'https://push.example',
      'mailto:a@example.com',
      VAPID_PUBLIC_KEY,
      VAPID_PRIVATE_KEY,
      'aes128gcm',
    )
  expect(sign().Authorization).toContain('vapid t=')
})

test('a data folder from before web push keeps its secret and gets keys', () => {
  const home = newFolder()
  const file = path.join(home, 'secrets.json')
  const AUTH_SECRET = 'x'.repeat(43)
  writeFileSync(file, JSON.stringify({ AUTH_SECRET }))
  const made = secretsIn(home)
  expect(made).toMatchObject({ AUTH_SECRET, VAPID_PUBLIC_KEY: expect.stringMatching(/^.{87}$/) })
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(made)
})
