import { describe, expect, test } from 'vitest'
import { faultOfRedirect, isLoopback, isRegistered, redirectHost, withParameters } from './redirect-uri.ts'

test.each([
  'https://program.example/callback',
  'https://program.example:8443/callback?fixed=1',
  'http://127.0.0.1:4711/callback',
  'http://[::1]:4711/callback',
  'http://localhost/callback',
  'cursor://program.id/callback',
  'com.example.program:/callback',
])('a code may be sent to %s', uri => {
  expect(faultOfRedirect(uri)).toBeUndefined()
})

describe('no code is sent to', () => {
  test.each([
    ['a script', 'javascript:alert(1)'],
    ['a script in capital letters', 'JaVaScRiPt:alert(1)'],
    ['a script with a tab inside', 'java\tscript:alert(1)'],
    ['a script after a space', ' javascript:alert(1)'],
    ['a script of another time', 'vbscript:x'],
    ['a document in the address', 'data:text/html,x'],
    ['a file', 'file:///etc/passwd'],
    ['a blob', 'blob:https://program.example/1'],
    ['an empty page', 'about:blank'],
    ['an app of Android by intent', 'intent://x#Intent;scheme=http;end'],
    ['a mail', 'mailto:ana@example.com'],
    ['another host without TLS', 'http://program.example/callback'],
    ['a host that begins like the own computer', 'http://127.0.0.1.evil.example/callback'],
    ['a host behind a name', 'http://localhost@evil.example/callback'],
    ['an address with a password', 'https://ana:secret@program.example/'],
    ['an address with a fragment', 'https://program.example/#x'],
    ['an address with an empty fragment', 'https://program.example/#'],
    ['a relative address', '/callback'],
    ['an address with a line break', 'https://program.example/\r\nx'],
    ['an address that is too long', `https://program.example/${'x'.repeat(2000)}`],
    ['nothing', ''],
  ])('%s', (_, uri) => {
    expect(faultOfRedirect(uri)).toEqual(expect.any(String))
  })
})

test('a program on the own computer may listen on any port, and only the port may differ', () => {
  const registered = ['http://127.0.0.1/callback', 'http://localhost:3000/callback', 'http://[::1]/callback?x=1']
  for (const uri of [
    'http://127.0.0.1/callback',
    'http://127.0.0.1:4711/callback',
    'http://localhost/callback',
    'http://localhost:4711/callback',
    'http://[::1]:4711/callback?x=1',
  ])
    expect(isRegistered(uri, registered), uri).toBe(true)
  for (const uri of [
    'http://127.0.0.1:4711/other',
    'http://127.0.0.1:4711/callback/',
    'http://127.0.0.1:4711/callback?x=1',
    'http://127.0.0.2:4711/callback',
    'http://127.0.0.1:4711@evil.example/callback',
    'http://127.0.0.1:4711.evil.example/callback',
    'http://127.0.0.1:4711#/callback',
    'https://127.0.0.1:4711/callback',
    'http://[::1]:4711/callback',
  ])
    expect(isRegistered(uri, registered), uri).toBe(false)
})

test('every other address must be exactly the one in the list', () => {
  const registered = ['https://program.example/callback', 'cursor://program/callback']
  for (const uri of registered) expect(isRegistered(uri, registered)).toBe(true)
  for (const uri of [
    'https://program.example:8443/callback',
    'https://program.example/callback/',
    'https://program.example/callback?x=1',
    'https://PROGRAM.example/callback',
    'https://evil.example/callback',
    'cursor://program/callback/..',
  ])
    expect(isRegistered(uri, registered), uri).toBe(false)
})

test('people see the host, or the scheme of a program that has no host', () => {
  expect(redirectHost('https://program.example:8443/callback')).toBe('program.example:8443')
  expect(redirectHost('bank://bank.example/callback')).toBe('bank:')
  expect(isLoopback('http://localhost:1/')).toBe(true)
  expect(isLoopback('https://localhost/')).toBe(false)
})

test('parameters are added to those that the address has, and the rest stays as it was written', () => {
  const more = { code: 'a b', state: undefined }
  expect(withParameters('https://program.example', more)).toBe('https://program.example?code=a+b')
  expect(withParameters('https://program.example/x?y=%20', more)).toBe('https://program.example/x?y=%20&code=a+b')
  expect(withParameters('cursor:callback', more)).toBe('cursor:callback?code=a+b')
})
