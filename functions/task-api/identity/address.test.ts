import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { addressOf } from './address.ts'

const app = new Hono().get('/', c => c.text(addressOf(c)))
const socket = { incoming: { socket: { remoteAddress: '10.1.2.3' } } }

test.each([
  ['of whoever asks without a proxy', undefined, '10.1.2.3'],
  ['that the proxy in front saw', '203.0.113.7', '203.0.113.7'],
  ['before our own proxies', '203.0.113.7, 10.0.0.1, 192.168.1.1', '203.0.113.7'],
  ['that was seen, not the one that was made up', '198.51.100.1, 203.0.113.7, 10.0.0.1', '203.0.113.7'],
  ['of the newer kind', '2001:db8::7, fd00::1', '2001:db8::7'],
  ['of the connection when all others are private', '192.168.1.7, 10.0.0.1', '10.1.2.3'],
  ['of the connection when the header is nonsense', 'unknown, <script>, 999.1.1.1', '10.1.2.3'],
])('the address is the one %s', async (_, forwarded, address) => {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  expect(await (await app.request('/', { headers }, socket)).text()).toBe(address)
})
