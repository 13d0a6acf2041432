import * as v from 'valibot'
import { list } from '../../kit/core/schema.ts'
import { shorten } from '../../kit/core/shorten.ts'
import { faultOfRedirect, redirectHost } from './redirect-uri.ts'

/** A program that may ask for access. */
export interface Client {
  id: string
  name: string
  /** Its page, only where the host of the page belongs to the client. */
  uri: string | null
  /** The host of its metadata document, which vouches for it; null: it registered itself. */
  host: string | null
  redirectUris: readonly string[]
}

const RedirectUri = v.pipe(
  v.string(),
  v.rawCheck(({ dataset, addIssue }) => {
    const fault = dataset.typed && faultOfRedirect(dataset.value)
    if (fault) addIssue({ message: `contains a redirect address that ${fault}` })
  }),
)

const including = (value: string, max: number) =>
  v.exactOptional(
    v.pipe(
      list(v.string(), { max }),
      v.check(items => items.includes(value), `does not include ${value}`),
    ),
  )

/** The metadata that documents and registrations have in common (RFC 7591). Other members are ignored. */
export const clientMetadata = {
  client_name: v.exactOptional(v.string()),
  client_uri: v.exactOptional(v.string()),
  redirect_uris: list(RedirectUri, { min: 1, max: 50 }),
  grant_types: including('authorization_code', 20),
  response_types: including('code', 20),
}

interface Metadata {
  client_name?: string
  client_uri?: string
  redirect_uris: readonly string[]
}

/** The name that people see: one line without control characters and without marks that change the direction of writing. */
export function nameOf({ client_name = '', redirect_uris }: Metadata, host: string | null): string {
  const name = client_name
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim()
  return shorten(name || host || redirectHost(redirect_uris[0] ?? ''), 100)
}

/** A page on another host says nothing about the client, and could lead people astray. */
export function pageOf({ client_uri: uri = '' }: Metadata, hosts: readonly string[]): string | null {
  if (!/^https:\/\/[\x21-\x7e]{1,500}$/.test(uri) || !URL.canParse(uri)) return null
  const { host, username } = new URL(uri)
  return hosts.includes(host) && !username ? uri : null
}

/** What is wrong with metadata, as the end of a sentence. */
export const reasonOf = ({ path, message }: v.BaseIssue<unknown>): string =>
  message.startsWith('Invalid ') || message.startsWith('must ')
    ? `lacks a valid ${path?.map(({ key }) => String(key)).join('.') ?? 'form'}`
    : message
