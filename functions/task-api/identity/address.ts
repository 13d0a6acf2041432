import { BlockList, isIP } from 'node:net'
import type { Context } from 'hono'

const privateNetworks = new BlockList()
for (const [net, bits] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
] as const)
  privateNetworks.addSubnet(net, bits)
for (const [net, bits] of [
  ['fc00::', 7],
  ['fe80::', 10],
  ['::1', 128],
] as const)
  privateNetworks.addSubnet(net, bits, 'ipv6')

/**
 * The address of the sender: the last public address in X-Forwarded-For. The sender can invent those before it, and those
 * after it are our own proxies.
 */
export function addressOf(c: Context): string {
  const chain = (c.req.header('x-forwarded-for') ?? '').split(',').map(address => address.trim())
  return chain.findLast(isPublic) ?? socketOf(c)?.remoteAddress ?? chain.at(-1) ?? ''
}

function isPublic(address: string): boolean {
  const version = isIP(address)
  return version > 0 && !privateNetworks.check(address, version === 6 ? 'ipv6' : 'ipv4')
}

const socketOf = (c: Context): { remoteAddress?: string } | undefined => c.env?.incoming?.socket
