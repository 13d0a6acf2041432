import type { Context } from 'hono'
import { originRefused } from '../../kit/core/problems.ts'
import { Refused, refuse } from '../../kit/core/refusal.ts'
import type { IdentitySettings } from './settings.ts'

/**
 * Refuses a write that a browser sends for a page of another site, unless the web client is said to live there. Programs
 * name no origin, and no cookie lures them.
 */
export function requireSameOrigin(c: Context, { publicUrl, webOrigins }: IdentitySettings): void {
  const origin = c.req.header('origin')
  if (origin !== undefined && webOrigins.includes(origin)) return
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw foreign()
  if (origin !== undefined && !isOwn(origin, publicUrl, c.req.header('host'))) throw foreign()
}

/** Without TLS this is a laptop, which answers to several names: then the page may come from the one that was asked. */
const isOwn = (origin: string, publicUrl: string, host: string | undefined) =>
  origin === publicUrl || (publicUrl.startsWith('http://') && origin === `http://${host}`)

const foreign = () => new Refused(refuse(originRefused))
