import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { addressOf } from './address.ts'

const app = new Hono().get('/', c => c.text(addressOf(c)))
const socket = { incoming: { socket: { remoteAddress: '10.1.2.3' } } }

test.each([
  ['of the connection without a proxy', undefined, '10.1.2.3'],
  ['that the first proxy saw', '203.0.113.7', '203.0.113.7'],
  ['before our own proxies', '203.0.113.7, 10.0.0.1, 192.168.1.1', '203.0.113.7'],
  ['that a proxy saw, not one that the sender invented', '198.51.100.1, 203.0.113.7, 10.0.0.1', '203.0.113.7'],
  ['of IPv6', '2001:db8::7, fd00::1', '2001:db8::7'],
  ['of the connection when all others are private', '192.168.1.7, 10.0.0.1', '10.1.2.3'],
  ['of the connection when the header is nonsense', 'unknown, <script>, 999.1.1.1', '10.1.2.3'],
])('the address of the sender is the one %s', async (_, forwarded, address) => {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  expect(await (await app.request('/', { headers }, socket)).text()).toBe(address)
})
