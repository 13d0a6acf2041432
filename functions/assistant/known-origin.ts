import type { Context } from 'hono'
import { originRefused } from '../kit/core/problems.ts'
import { Refused, refuse } from '../kit/core/refusal.ts'
import type { McpAddress } from './settings.ts'

/** A page of another site must not use a browser to reach this server. Programs send no origin. */
export function requireKnownOrigin(c: Context, { origins }: McpAddress): void {
  const origin = c.req.header('origin')
  if (origin !== undefined && !origins.includes(origin) && !isOwnLoopback(c, origin, origins))
    throw new Refused(refuse(originRefused))
}

/** A server without TLS is a laptop with several names. */
function isOwnLoopback(c: Context, origin: string, origins: readonly string[]): boolean {
  return isLaptop(origins) && origin === `http://${c.req.header('host')}`
}

/**
 * With a name that leads to this computer, a page of another site would count as our own (DNS rebinding). Knative's
 * DomainMapping replaces the public name by that of the service inside the cluster.
 */
export function requireKnownHost(c: Context, { origins }: McpAddress): void {
  const host = hostOf(`http://${c.req.header('host') ?? ''}`)
  if (host === undefined) throw new Refused(refuse(originRefused))
  const known = origins.some(origin => hostOf(origin) === host)
  const inCluster = /^[\w.-]+\.svc(\.[\w.-]+)?$/.test(host)
  if (!known && !inCluster && !(isLaptop(origins) && loopback.includes(host))) throw new Refused(refuse(originRefused))
}

const loopback = ['localhost', '127.0.0.1', '[::1]']

const isLaptop = (origins: readonly string[]): boolean => origins.some(origin => origin.startsWith('http://'))

const hostOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).hostname : undefined)
