import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { testIssuer } from '../../../functions/kit/testing/issuer.ts'

/** An issuer with a JWKS endpoint, and the settings with which a function trusts it. */
export async function publishedIssuer() {
  const { jwks, issuer, audience, token } = await testIssuer()
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(jwks))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const JWKS_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return {
    token,
    settings: { JWT_ISSUER: issuer, JWT_AUDIENCE: audience, JWKS_URL },
    close: () => new Promise<void>(closed => server.close(() => closed())),
  }
}
