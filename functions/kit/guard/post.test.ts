import type { LookupAddress } from 'node:dns'
import { createServer, type Socket } from 'node:net'
import * as v from 'valibot'
import { describe, expect, onTestFinished, test } from 'vitest'
import { localServer } from '../testing/local-server.ts'
import { nowhere, Ranges } from './addresses.ts'
import { post } from './post.ts'
import { AddressRefused, type Guard, type Resolve, TimedOut } from './request.ts'

const loopback = v.parse(Ranges, '127.0.0.0/8')
const message = { headers: { 'content-type': 'application/json' }, body: '{}' }
const guard = (more: Partial<Guard> = {}): Guard => ({ allowed: nowhere, timeoutMs: 2_000, ...more })

/** A name service that answers each lookup with the next of these. */
function names(...answers: string[][]): Resolve & { lookups: number } {
  const service = (_host: string, _options: object, answer: (error: null, found: LookupAddress[]) => void) => {
    const addresses = answers[Math.min(service.lookups++, answers.length - 1)] ?? []
    answer(
      null,
      addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }
  service.lookups = 0
  return service as Resolve & { lookups: number }
}

describe('post makes no connection to', () => {
  test.each([
    ['a private address', 'https://10.0.0.1/'],
    ['this machine', 'https://127.0.0.1/'],
    ['this machine as one number', 'https://2130706433/'],
    ['this machine in hexadecimal', 'https://0x7f.1/'],
    ['this machine in octal', 'https://0177.0.0.1/'],
    ['this machine with parts left out', 'https://127.1/'],
    ['this machine in full-width letters', 'https://１２７.０.０.１/'],
    ['this machine in IPv6', 'https://[::1]/'],
    ['this machine mapped into IPv6', 'https://[::ffff:127.0.0.1]/'],
    ['a private address by NAT64', 'https://[64:ff9b::10.0.0.1]/'],
    ['a private address by 6to4', 'https://[2002:a00:1::]/'],
    ['the metadata of a cloud', 'http://169.254.169.254/latest/meta-data/'],
    ['a public address without TLS', 'http://8.8.8.8/'],
  ])('%s', async (_, url) => {
    await expect(post(url, message, guard())).rejects.toThrow(AddressRefused)
  })

  test.each([
    ['a name of this machine', ['127.0.0.1']],
    ['a name of this machine in IPv6', ['::1']],
    ['a name with private addresses only', ['10.0.0.1', 'fd00::1', '::ffff:10.0.0.1', '169.254.169.254']],
    ['a name without an address', []],
  ])('%s', async (_, addresses) => {
    const resolve = names(addresses)
    await expect(post('https://hook.example/', message, guard({ resolve }))).rejects.toThrow(AddressRefused)
  })

  test('localhost, by the name service of this machine', async () => {
    const server = await localServer()
    await expect(post(`https://localhost:${server.port}/`, message, guard())).rejects.toThrow(AddressRefused)
    expect(server.received).toEqual([])
  })
})

test('a name that resolves differently at the second lookup gets the address that was checked', async () => {
  const server = await localServer()
  // A check would see the first answer, a connection with its own lookup the second.
  const resolve = names(['127.0.0.2'], ['127.0.0.1'])
  const allowed = v.parse(Ranges, '127.0.0.2/32')
  const sent = post(`http://hook.example:${server.port}/`, message, guard({ allowed, resolve }))
  await expect(sent).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  expect(server.received).toEqual([])
  expect(resolve.lookups).toBe(1)
})

test('only the allowed addresses of a name are used', async () => {
  const server = await localServer()
  const resolve = names(['10.0.0.1', '127.0.0.1', '::1'])
  const reply = await post(`http://hook.example:${server.port}/x?y=1`, message, guard({ allowed: loopback, resolve }))
  expect(reply.status).toBe(204)
  expect(server.received).toMatchObject([
    { path: '/x?y=1', headers: { host: `hook.example:${server.port}`, 'content-length': '2' } },
  ])
})

test('post follows no redirect', async () => {
  const target = await localServer()
  const server = await localServer((_, response) => void response.writeHead(307, { location: target.url }).end())
  expect((await post(server.url, message, guard({ allowed: loopback }))).status).toBe(307)
  expect(target.received).toEqual([])
})

test('a body without end is not read', async () => {
  const server = await localServer((_, response) => {
    response.writeHead(200)
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(64 * 1024)));
    }
    response.on('drain', more)
    more()
  })
  expect((await post(server.url, message, guard({ allowed: loopback }))).status).toBe(200)
})

test('headers without end are refused', async () => {
  const server = await localServer((_, response) => void response.writeHead(200, { big: 'x'.repeat(20_000) }).end())
  await expect(post(server.url, message, guard({ allowed: loopback }))).rejects.toMatchObject({
    code: 'HPE_HEADER_OVERFLOW',
  })
})

test('a server that sends its answer byte by byte is cut off at the time limit', async () => {
  const sockets: Socket[] = []
  const server = createServer(socket => {
    sockets.push(socket)
    socket.on('error', () => {})
    socket.write('HTTP/1.1 2')
  })
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address?.port}/`
  await expect(post(url, message, guard({ allowed: loopback, timeoutMs: 100 }))).rejects.toThrow(TimedOut)
})
