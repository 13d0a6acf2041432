import { BlockList, isIP } from 'node:net'
import * as v from 'valibot'

/** Addresses that no stranger's URL may reach: private networks, this machine, cloud metadata, documentation. */
const closedIpv4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const

/** Only global unicast is public. These parts of it contain an IPv4 address or lead to no host. */
const closedIpv6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const

const ipv4 = new BlockList()
for (const [net, bits] of closedIpv4) ipv4.addSubnet(net, bits)
const ipv6 = new BlockList()
for (const [net, bits] of closedIpv6) ipv6.addSubnet(net, bits, 'ipv6')
const globalUnicast = new BlockList()
globalUnicast.addSubnet('2000::', 3, 'ipv6')

export type Allowed = BlockList

/** Whether a request may go to that address. Without TLS only the operator's ranges are allowed. */
export function mayReach(address: string, { allowed, plain }: { allowed: Allowed; plain: boolean }): boolean {
  const version = isIP(address)
  if (!version || address.includes('%')) return false
  if (allowed.check(address, version === 6 ? 'ipv6' : 'ipv4')) return true
  if (plain) return false
  if (version === 4) return !ipv4.check(address)
  return globalUnicast.check(address, 'ipv6') && !ipv6.check(address, 'ipv6')
}

/** WEBHOOK_ALLOW: ranges such as `10.20.0.0/16,::1/128`. */
export const Ranges = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const list = new BlockList()
    for (const range of dataset.value.split(',').map(part => part.trim())) {
      const [net = '', bits = '', ...more] = range.split('/')
      const version = isIP(net)
      if (!version || more.length || !/^\d{1,3}$/.test(bits) || Number(bits) > (version === 6 ? 128 : 32)) {
        addIssue({ message: `«${range}» is no range such as 10.20.0.0/16 or ::1/128` })
        return NEVER
      }
      list.addSubnet(net, Number(bits), version === 6 ? 'ipv6' : 'ipv4')
    }
    return list
  }),
)

export const nowhere: Allowed = new BlockList()

/** The setting of every function that sends requests to URLs of strangers. */
export const guardEntries = { WEBHOOK_ALLOW: v.optional(Ranges) }
