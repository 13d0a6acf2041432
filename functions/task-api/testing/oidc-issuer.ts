import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair } from 'jose'
import Provider from 'oidc-provider'

export interface OidcIssuer {
  issuer: string
  audience: string
  jwksUrl: string
  /** A token of the client credentials grant: its subject is the client. */
  token(client: string): Promise<string>
  /** Replaces the signing key and removes the old one. */
  rotate(): Promise<void>
  close(): Promise<void>
}

const audience = 'https://due.example/api'
const password = 'the secret of every client here'

/** A real OpenID Connect issuer on loopback, for settings with another issuer. */
export async function oidcIssuer(clients: string[], alg: 'ES256' | 'RS256' | 'PS256' = 'ES256'): Promise<OidcIssuer> {
  let answer: ReturnType<Provider['callback']> | undefined
  const server = createServer((request, response) => answer?.(request, response))
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  async function rotate() {
    const { privateKey } = await generateKeyPair(alg, { extractable: true })
    const jwk = { ...(await exportJWK(privateKey)), alg, use: 'sig' }
    answer = new Provider(issuer, {
      jwks: { keys: [jwk] },
      clients: clients.map(client_id => ({
        client_id,
        client_secret: password,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
        id_token_signed_response_alg: alg,
      })),
      ttl: { ClientCredentials: () => 600 },
      features: {
        clientCredentials: { enabled: true },
        devInteractions: { enabled: false },
        resourceIndicators: {
          enabled: true,
          getResourceServerInfo: (_, resource) => ({
            scope: '',
            audience: resource,
            accessTokenFormat: 'jwt',
            accessTokenTTL: 600,
            jwt: { sign: { alg } },
          }),
        },
      },
    }).callback()
  }

  await rotate()
  return {
    issuer,
    audience,
    jwksUrl: `${issuer}/jwks`,
    rotate,
    token: client => tokenOf(issuer, client),
    close: () => new Promise<void>(closed => server.close(() => closed())),
  }
}

async function tokenOf(issuer: string, client: string, resource = audience): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${client}:${encodeURIComponent(password)}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource }),
  })
  const { access_token } = (await response.json()) as { access_token?: string }
  if (!access_token) throw new Error(`The issuer gave no token: ${response.status}`)
  return access_token
}
