import { expect, test } from 'vitest'
import { readSettings } from '../../kit/settings/settings.ts'
import { ownIssuer } from '../testing/browser.ts'
import { oauthOf, oauthSettings } from './settings.ts'

const ASSISTANT_SECRET = 'x'.repeat(32)
const read = (environment: Record<string, string>, assistantUrl?: string) =>
  oauthOf(readSettings(oauthSettings, environment), ownIssuer, assistantUrl)

test('tokens are for the MCP server at the address of the assistant, or at that of this server', () => {
  expect(read({ ASSISTANT_SECRET }).resource).toBe('http://localhost:8080/mcp')
  expect(read({ ASSISTANT_SECRET }, 'https://assistant.example').resource).toBe('https://assistant.example/mcp')
})

test('clients do not register themselves, and documents are on public addresses, unless the settings say so', () => {
  const { registration, guard } = read({ ASSISTANT_SECRET })
  expect(registration).toBe(false)
  expect(guard.allowed.check('127.0.0.1')).toBe(false)
  const open = read({ ASSISTANT_SECRET, OAUTH_REGISTRATION: 'true', WEBHOOK_ALLOW: '127.0.0.0/8' })
  expect(open.registration).toBe(true)
  expect(open.guard.allowed.check('127.0.0.1')).toBe(true)
})

test.each([
  ['the secret of the assistant', {}, /ASSISTANT_SECRET is missing/],
  ['a secret that is long enough', { ASSISTANT_SECRET: 'short' }, /ASSISTANT_SECRET: .*32/],
  ['a clear answer', { ASSISTANT_SECRET, OAUTH_REGISTRATION: 'yes' }, /OAUTH_REGISTRATION: .*true or false/],
  ['ranges', { ASSISTANT_SECRET, WEBHOOK_ALLOW: 'everything' }, /WEBHOOK_ALLOW: .*range/],
])('without %s nothing starts, and the error names what is missing', (_, environment, message) => {
  expect(() => read(environment)).toThrow(message)
})
