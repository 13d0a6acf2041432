import type { McpAddress } from '../settings.ts'

/** Tells a client where to get a token for this server (RFC 9728). */
export const protectedResource = ({ resource, authorizationServer }: McpAddress) => ({
  resource,
  authorization_servers: [authorizationServer],
  scopes_supported: ['read', 'write'],
  bearer_methods_supported: ['header'],
  resource_name: 'Zerodue',
})
