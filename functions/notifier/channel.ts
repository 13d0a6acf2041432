import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import * as v from 'valibot'
import { Id } from '../domain/task.ts'
import { closed, text } from '../kit/core/schema.ts'
import { type Allowed, mayReach, nowhere } from '../kit/guard/addresses.ts'

const kinds = ['webpush', 'email', 'webhook'] as const
export type Kind = (typeof kinds)[number]
export const Locale = v.picklist(['en', 'ur'], 'must be en or ur')
export type Locale = v.InferOutput<typeof Locale>

const key = (bytes: number, what: string) =>
  v.pipe(
    v.string(),
    v.regex(/^[A-Za-z0-9_-]{1,200}={0,2}$/, 'must be base64url'),
    v.check(value => Buffer.from(value, 'base64url').length === bytes, `must be ${what}`),
  )

/** Text that is no URL is refused by another check. */
const carriesName = (value: string): boolean =>
  URL.canParse(value) && new URL(value).username + new URL(value).password !== ''

/** This checks only the form. Each request checks whether the address is public. */
const Url = v.pipe(
  text(1, 2000, /^https?:\/\/[\x21-\x7e]+$/i, 'must be a URL that begins with https://'),
  v.url('must be a URL that begins with https://'),
  v.check(value => !carriesName(value), 'must not carry a name or password'),
)

const Address = v.pipe(
  text(3, 254, /^[^\s<>"(),:;\\[\]\u0000-\u001f\u007f]+$/u, 'must be an email address'),
  v.rfcEmail('must be an email address'),
)

const common = { id: v.exactOptional(Id), locale: v.exactOptional(Locale) }

export const NewChannel = v.variant('kind', [
  closed({
    ...common,
    kind: v.literal('webpush'),
    endpoint: Url,
    expirationTime: v.exactOptional(v.nullable(v.number())),
    keys: closed({ p256dh: key(65, 'a point of P-256, 65 bytes'), auth: key(16, '16 bytes') }),
  }),
  closed({ ...common, kind: v.literal('email'), address: Address }),
  closed({ ...common, kind: v.literal('webhook'), url: Url }),
])
export type NewChannel = v.InferOutput<typeof NewChannel>

export const Channel = closed({
  id: Id,
  kind: v.picklist(kinds),
  /** The address or URL; for a browser only the origin of its push service. */
  destination: v.string(),
  locale: v.nullable(Locale),
  state: v.picklist(['unconfirmed', 'active', 'unsubscribed', 'gone']),
  createdAt: v.pipe(v.string(), v.isoTimestamp()),
})
export type Channel = v.InferOutput<typeof Channel>

export interface ChannelRow {
  user_id: string
  id: string
  kind: Kind
  destination: string
  keys: { p256dh: string; auth: string } | null
  secret: string | null
  locale: Locale | null
  token_hash: Buffer | null
  token_until: Date | null
  confirmed_at: Date | null
  stopped: 'unsubscribed' | 'gone' | null
  created_at: Date
}

export const toChannel = (row: ChannelRow): Channel => ({
  id: row.id,
  kind: row.kind,
  destination: row.kind === 'webpush' ? new URL(row.destination).origin : row.destination,
  locale: row.locale,
  state: stateOf(row),
  createdAt: row.created_at.toISOString(),
})

export const stateOf = ({ confirmed_at, stopped }: Pick<ChannelRow, 'confirmed_at' | 'stopped'>): Channel['state'] =>
  stopped ?? (confirmed_at ? 'active' : 'unconfirmed')

export const destinationOf = (channel: NewChannel): string => {
  if (channel.kind === 'email') return channel.address
  return new URL(channel.kind === 'webhook' ? channel.url : channel.endpoint).href
}

/** Refuses at once what no later request could send: a URL without TLS, or an address that is not public. */
export function faultOfUrl(href: string, allowed: Allowed): string | undefined {
  const { protocol, hostname } = new URL(href)
  const plain = protocol === 'http:'
  if (plain && allowed === nowhere) return 'must begin with https://'
  const host = hostname.replace(/^\[|\]$/g, '')
  return isIP(host) && !mayReach(host, { allowed, plain }) ? 'must be a public address' : undefined
}

export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()
