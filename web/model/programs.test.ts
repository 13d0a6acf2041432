import { expect, test } from 'vitest'
import { exitTo, hostOf, safeName } from './programs.ts'

test('the name of a program is one short line that changes no text around it', () => {
  expect(safeName('  Claude\n\tCode ')).toBe('Claude Code')
  expect(safeName('Safe\u202egnp.exe')).toBe('Safegnp.exe')
  expect(safeName('\u2067abc\u2069\u200f')).toBe('abc')
  expect(safeName('a'.repeat(61))).toBe(`${'a'.repeat(60)}…`)
  expect(safeName('👩‍👩‍👧 family')).toBe('👩‍👩‍👧 family')
  expect(safeName('می\u200cخواهم')).toBe('می\u200cخواهم')
  expect(safeName(`Z${'\u0301'.repeat(200)}o`)).toBe(`Z${'\u0301'.repeat(3)}o`)
  expect(safeName('\u200b\u0000 ')).toBe('')
})

test('only a metadata document names a host that vouches for a program', () => {
  expect(hostOf('https://claude.ai/oauth/client.json')).toBe('claude.ai')
  expect(hostOf('https://example.com:8443/client')).toBe('example.com:8443')
  expect(hostOf('0b9f3c1e-1111-4222-8333-444455556666')).toBeNull()
  expect(hostOf('cursor://example.com/client')).toBeNull()
  expect(hostOf('https://')).toBeNull()
})

test('the page leaves for the web and for programs, never for a script or a file', () => {
  expect(exitTo('https://claude.ai/callback?code=1')).toBe('https://claude.ai/callback?code=1')
  expect(exitTo('http://127.0.0.1:4100/callback')).toBe('http://127.0.0.1:4100/callback')
  expect(exitTo('cursor://anysphere.cursor-mcp/callback?code=1')).toBe('cursor://anysphere.cursor-mcp/callback?code=1')
  for (const address of [
    'javascript:alert(1)',
    ' java\nscript:alert(1)',
    'JavaScript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'blob:https://example.com/1',
    'file:///etc/passwd',
    'about:blank',
    'view-source:https://example.com',
    '/relative',
    '',
  ])
    expect(exitTo(address), address).toBeUndefined()
})
