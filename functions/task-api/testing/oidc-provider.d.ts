/** The little of it that tests use; the package brings no types. */
declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http'

  export default class Provider {
    constructor(issuer: string, configuration: Configuration)
    callback(): RequestListener
  }

  interface Configuration {
    jwks: { keys: object[] }
    clients: object[]
    ttl: { ClientCredentials(): number }
    features: {
      clientCredentials: { enabled: boolean }
      devInteractions: { enabled: boolean }
      resourceIndicators: { enabled: boolean; getResourceServerInfo(context: unknown, resource: string): object }
    }
  }
}
