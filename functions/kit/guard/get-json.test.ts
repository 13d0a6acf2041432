import type { LookupAddress } from 'node:dns'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { localServer } from '../testing/local-server.ts'
import { nowhere, Ranges } from './addresses.ts'
import { getJson } from './get-json.ts'
import { AddressRefused, type Guard, type Resolve, TimedOut } from './request.ts'

const loopback = v.parse(Ranges, '127.0.0.0/8')
const maxBytes = 1_000
const guard = (more: Partial<Guard> = {}): Guard => ({ allowed: loopback, timeoutMs: 2_000, ...more })
const json = { 'content-type': 'application/json; charset=utf-8' }

const answering = (status: number, headers: Record<string, string>, body: string | Buffer) =>
  localServer((_, response) => void response.writeHead(status, headers).end(body))

test('getJson answers the document of a server in the ranges of the operator', async () => {
  const server = await answering(200, json, '{"name":"an app"}')
  expect(await getJson(`${server.url}/app.json?x=1`, maxBytes, guard())).toEqual({ name: 'an app' })
  expect(server.received).toMatchObject([
    { method: 'GET', path: '/app.json?x=1', headers: { accept: 'application/json', 'user-agent': 'Zerodue' } },
  ])
})

test('a type that ends in +json is JSON too', async () => {
  const server = await answering(200, { 'content-type': 'application/client+json' }, '{}')
  expect(await getJson(server.url, maxBytes, guard())).toEqual({})
})

describe('a document is refused when', () => {
  test.each<[string, number, Record<string, string>, string | Buffer, string]>([
    ['it is not there', 404, json, '{}', 'answers with status 404'],
    ['its status is another success', 203, json, '{}', 'answers with status 203'],
    ['its type is HTML', 200, { 'content-type': 'text/html' }, '{}', 'is not JSON'],
    ['it has no type', 200, {}, '{}', 'is not JSON'],
    ['it is cut off', 200, json, '{"name":', 'is not JSON'],
    ['it is not UTF-8', 200, json, Buffer.from([0x22, 0xff, 0x22]), 'is not JSON'],
    ['it is one byte too long', 200, json, `"${'x'.repeat(maxBytes - 1)}"`, 'has more than 1000 bytes'],
  ])('%s', async (_, status, headers, body, reason) => {
    const server = await answering(status, headers, body)
    await expect(getJson(server.url, maxBytes, guard())).rejects.toThrow(reason)
  })

  test('it redirects, even to a document', async () => {
    const target = await answering(200, json, '{}')
    const server = await answering(302, { ...json, location: target.url }, '')
    await expect(getJson(server.url, maxBytes, guard())).rejects.toThrow('redirects to another address')
    expect(target.received).toEqual([])
  })

  test('it has no end', async () => {
    const server = await localServer((_, response) => {
      response.writeHead(200, json)
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(64 * 1024, 0x20)));
      }
      response.on('drain', more)
      more()
    })
    await expect(getJson(server.url, maxBytes, guard())).rejects.toThrow('has more than 1000 bytes')
  })

  test('its body stalls', async () => {
    const server = await localServer((_, response) => void response.writeHead(200, json).write('{'))
    await expect(getJson(server.url, maxBytes, guard({ timeoutMs: 100 }))).rejects.toThrow(TimedOut)
  })

  test.each(['http://127.0.0.1:1/', 'https://[::1]/', 'https://169.254.169.254/', 'http://8.8.8.8/'])(
    'its address is not public, or public without TLS: %s',
    async url => {
      await expect(getJson(url, maxBytes, guard({ allowed: nowhere }))).rejects.toThrow(AddressRefused)
    },
  )

  test('its name resolves to an address inside at the only lookup', async () => {
    const answers = [['127.0.0.1'], ['8.8.8.8']]
    const resolve = ((_host: string, _options: object, answer: (error: null, found: LookupAddress[]) => void) =>
      answer(
        null,
        (answers.shift() ?? []).map(address => ({ address, family: 4 })),
      )) as Resolve
    const fetched = getJson('https://app.example/', maxBytes, guard({ allowed: nowhere, resolve }))
    await expect(fetched).rejects.toThrow(AddressRefused)
    expect(answers).toHaveLength(1)
  })
})
