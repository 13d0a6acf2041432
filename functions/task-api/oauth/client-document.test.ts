import type { ServerResponse } from 'node:http'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { isRefusal } from '../../kit/core/refusal.ts'
import { nowhere, Ranges } from '../../kit/guard/addresses.ts'
import { localServer } from '../../kit/testing/local-server.ts'
import { fetchDocument } from './client-document.ts'
import type { Client } from './client-metadata.ts'

const guard = { allowed: v.parse(Ranges, '127.0.0.0/8'), timeoutMs: 1_000 }

/** Serves a document whose client id is its address, with changes. */
async function serve(
  change: (document: Record<string, unknown>) => unknown = document => document,
  send: (response: ServerResponse, text: string) => void = (response, text) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(text),
) {
  const server = await localServer((request, response) => {
    const document = {
      client_id: `http://${request.headers.host}${request.path}`,
      client_name: 'A program',
      redirect_uris: ['http://127.0.0.1/callback'],
    }
    send(response, JSON.stringify(change(document)))
  })
  return Object.assign(server, { id: `${server.url}/client.json` })
}

async function refusalOf(id: string, more: Partial<typeof guard> = {}): Promise<string> {
  const outcome = await fetchDocument(id, { ...guard, ...more })
  if (!isRefusal(outcome)) return 'accepted'
  expect(outcome.refused.code).toBe('invalid-client')
  return outcome.detail ?? ''
}

async function read(id: string): Promise<Client> {
  const outcome = await fetchDocument(id, guard)
  if (isRefusal(outcome)) throw new Error(outcome.detail)
  return outcome
}

test('a document describes its program; members that nobody here knows are ignored', async () => {
  const { id, url } = await serve(document => ({
    ...document,
    client_uri: `${document.client_id}`,
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    logo_uri: 'javascript:alert(1)',
    unknown: { deep: [] },
  }))
  expect(await read(id)).toEqual({
    id,
    name: 'A program',
    uri: null,
    host: new URL(url).host,
    redirectUris: ['http://127.0.0.1/callback'],
  })
})

describe('a document is refused when', () => {
  test.each<[string, (document: Record<string, unknown>) => unknown, string]>([
    [
      'it names another client id',
      document => ({ ...document, client_id: 'https://a.example/x' }),
      'another client id',
    ],
    ['it names none', ({ client_id: _, ...rest }) => rest, 'lacks a valid client_id'],
    [
      'its id differs in one slash',
      document => ({ ...document, client_id: `${document.client_id}/` }),
      'another client id',
    ],
    ['it lists no address', document => ({ ...document, redirect_uris: [] }), 'lacks a valid redirect_uris'],
    [
      'its addresses are no list',
      document => ({ ...document, redirect_uris: 'https://a.example/' }),
      'lacks a valid redirect_uris',
    ],
    [
      'it lists too many',
      document => ({ ...document, redirect_uris: Array(51).fill('https://a.example/') }),
      'redirect_uris',
    ],
    [
      'one address is a script',
      document => ({ ...document, redirect_uris: ['https://a.example/', 'javascript:alert(1)'] }),
      'a redirect address that begins with javascript:',
    ],
    ['one address lacks TLS', document => ({ ...document, redirect_uris: ['http://a.example/'] }), 'is not encrypted'],
    ['it publishes a secret', document => ({ ...document, client_secret: 'x' }), 'client secret'],
    [
      'it wants a secret',
      document => ({ ...document, token_endpoint_auth_method: 'client_secret_basic' }),
      'client secret',
    ],
    [
      'it signs with a key',
      document => ({ ...document, token_endpoint_auth_method: 'private_key_jwt' }),
      'client secret',
    ],
    ['it cannot take codes', document => ({ ...document, grant_types: ['implicit'] }), 'authorization_code'],
    ['it is a list', document => [document], 'lacks a valid redirect_uris'],
    ['it is null', () => null, 'lacks a valid form'],
    ['it is huge', document => ({ ...document, filling: 'x'.repeat(33_000) }), 'has more than 32768 bytes'],
  ])('%s', async (_, change, reason) => {
    const refusal = await refusalOf((await serve(change)).id)
    expect(refusal).toMatch(/^The document of the program /)
    expect(refusal).toContain(reason)
  })

  test.each<[string, (response: ServerResponse) => void, string]>([
    [
      'it redirects',
      response => response.writeHead(302, { location: '/other.json' }).end(),
      'redirects to another address',
    ],
    ['it is missing', response => response.writeHead(404).end(), 'answers with status 404'],
    ['it is a page', response => response.writeHead(200, { 'content-type': 'text/html' }).end('{}'), 'is not JSON'],
    [
      'it is no JSON',
      response => response.writeHead(200, { 'content-type': 'application/json' }).end('{'),
      'is not JSON',
    ],
    ['its server hangs up', response => response.destroy(), 'cannot be fetched'],
  ])('%s', async (_, send, reason) => {
    expect(await refusalOf((await serve(undefined, send)).id)).toBe(`The document of the program ${reason}.`)
  })

  test('its server is slow', async () => {
    const slow = await serve(undefined, () => {})
    expect(await refusalOf(slow.id, { timeoutMs: 100 })).toBe('The document of the program does not arrive in time.')
  })

  test('its address points inside', async () => {
    const server = await serve()
    for (const id of [server.id, server.id.replace('http:', 'https:'), 'https://169.254.169.254/latest'])
      expect(await refusalOf(id, { allowed: nowhere })).toBe(
        'The document of the program is not at a public https address.',
      )
    expect(server.received).toEqual([])
  })

  test.each([
    ['no path', 'https://program.example'],
    ['an empty path', 'https://program.example/'],
    ['a fragment', 'https://program.example/client.json#x'],
    ['a password', 'https://ana:secret@program.example/client.json'],
    ['dots as segments', 'https://program.example/a/../client.json'],
    ['encoded dots as segments', 'https://program.example/a/%2e%2e/client.json'],
    ['a host in capital letters', 'https://Program.example/client.json'],
    ['the usual port', 'https://program.example:443/client.json'],
    ['a space', 'https://program.example/a b'],
    ['too many characters', `https://program.example/${'x'.repeat(500)}`],
  ])('its address has %s', async (_, id) => {
    expect(await refusalOf(id)).toBe('The document of the program has an address of a form that is not allowed.')
  })
})

describe('what people see of a program', () => {
  const nameFrom = async (client_name: unknown) => {
    const { id, url } = await serve(document => ({ ...document, client_name }))
    return { name: (await read(id)).name, host: new URL(url).host }
  }

  test('is one line without marks that turn the direction of writing', async () => {
    expect((await nameFrom('  Good\n\u202egorP\u2066\u0000 ')).name).toBe('Good gorP')
    expect((await nameFrom('کام کا مددگار')).name).toBe('کام کا مددگار')
  })

  test('is short', async () => {
    expect((await nameFrom('x'.repeat(1_000))).name).toHaveLength(100)
  })

  test('is its host when it has no name', async () => {
    for (const none of [undefined, '', ' \u202e ']) {
      const { name, host } = await nameFrom(none)
      expect(name).toBe(host)
    }
  })
})
