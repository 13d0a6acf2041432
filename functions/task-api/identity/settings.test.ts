import { expect, test } from 'vitest'
import { readSettings } from '../../kit/settings/settings.ts'
import { identityOf, identitySettings } from './settings.ts'

const AUTH_SECRET = 'x'.repeat(32)
const PUBLIC_URL = 'https://due.example/'
const read = (environment: Record<string, string>) => identityOf(readSettings(identitySettings, environment))

test('with a secret and an address, that address is the issuer', () => {
  expect(read({ AUTH_SECRET, PUBLIC_URL })).toEqual({
    publicUrl: 'https://due.example',
    webOrigins: [],
    secret: AUTH_SECRET,
    issuer: 'https://due.example',
    audience: 'zerodue',
  })
})

test('another issuer has its audience and its keys', () => {
  const JWKS_URL = 'https://id.example/keys'
  expect(read({ AUTH_SECRET, PUBLIC_URL, JWKS_URL, JWT_ISSUER: 'https://id.example', JWT_AUDIENCE: 'due' })).toEqual({
    publicUrl: 'https://due.example',
    webOrigins: [],
    secret: AUTH_SECRET,
    issuer: 'https://id.example',
    audience: 'due',
    jwksUrl: JWKS_URL,
  })
})

test.each([
  ['the secret', { PUBLIC_URL }, /AUTH_SECRET is missing/],
  ['a secret that is long enough', { PUBLIC_URL, AUTH_SECRET: 'short' }, /AUTH_SECRET: .*32/],
  ['the address', { AUTH_SECRET }, /PUBLIC_URL is missing/],
  ['origins', { AUTH_SECRET, PUBLIC_URL, WEB_ORIGINS: 'https://a.example/path' }, /WEB_ORIGINS: .*origins/],
  ['a web address', { AUTH_SECRET, PUBLIC_URL: 'ftp://due.example' }, /PUBLIC_URL: .*http/],
  ['the issuer', { AUTH_SECRET, PUBLIC_URL, JWKS_URL: 'https://id.example/keys', JWT_AUDIENCE: 'due' }, /JWT_ISSUER/],
  ['the audience', { AUTH_SECRET, PUBLIC_URL, JWKS_URL: 'https://id.example/keys', JWT_ISSUER: 'x' }, /JWT_AUDIENCE/],
])('without %s nothing starts, and the error names what is missing', (_, environment, message) => {
  expect(() => read(environment)).toThrow(message)
})
