import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { mayReach, nowhere, Ranges } from './addresses.ts'

const strict = { allowed: nowhere, plain: false }

describe('a request never reaches', () => {
  test.each([
    ['this machine', '127.0.0.1', '127.255.255.254', '0.0.0.0', '::1', '::'],
    ['a private network', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fd12:3456::1'],
    ['link-local addresses', '169.254.1.1', 'fe80::1', 'fe80::1%eth0', 'febf::1'],
    ['the metadata of a cloud', '169.254.169.254', '100.100.100.200', '168.63.129.16', '192.0.0.192', 'fd00:ec2::254'],
    [
      'carriers, tests and documentation',
      '100.64.0.1',
      '198.18.0.1',
      '192.0.2.1',
      '203.0.113.9',
      '2001:db8::1',
      '3fff::1',
    ],
    ['multicast and broadcast', '224.0.0.1', '255.255.255.255', '240.0.0.1', 'ff02::1'],
    [
      'an IPv4 address mapped into IPv6',
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      '::ffff:8.8.8.8',
      '::7f00:1',
      '::10.0.0.1',
    ],
    [
      'an IPv4 address by translation',
      '64:ff9b::a00:1',
      '64:ff9b:1::a00:1',
      '2002:a00:1::',
      '2002:7f00:1::1',
      '2001:0:a00:1::',
    ],
    ['text that is no address', 'localhost', '0x7f.1', '2130706433', '010.0.0.1', '127.1', ''],
    ['old site-local and unassigned space', 'fec0::1', '100::1', '4000::1'],
  ])('%s', (_, ...addresses) => {
    expect(addresses.filter(address => mayReach(address, strict))).toEqual([])
  })
})

test.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450:4001:81b::200e'])(
  '%s is public, and needs TLS',
  address => {
    expect(mayReach(address, strict)).toBe(true)
    expect(mayReach(address, { ...strict, plain: true })).toBe(false)
  },
)

test('the ranges of an operator are allowed also without TLS, and no other address', () => {
  const allowed = v.parse(Ranges, '10.20.0.0/16, ::1/128')
  for (const address of ['10.20.1.1', '::1']) expect(mayReach(address, { allowed, plain: true })).toBe(true)
  for (const address of ['10.21.0.1', '127.0.0.1', '::2'])
    expect(mayReach(address, { allowed, plain: false })).toBe(false)
})

test.each(['10.0.0.0', '10.0.0.0/33', 'everything', '10.0.0.0/8/8', '::1/129', ''])('«%s» is no range', range => {
  expect(v.safeParse(Ranges, range).success).toBe(false)
})
