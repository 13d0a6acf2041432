/** Schemes that run as code, read files, send messages or start other protocols when a browser opens them. */
const refusedSchemes = new Set(
  'about blob chrome data file filesystem ftp intent jar javascript mailto resource sms tel vbscript view-source ws wss'
    .split(' ')
    .map(scheme => `${scheme}:`),
)

const loopbackHosts = ['127.0.0.1', '[::1]', 'localhost']

/** The reason why a code may not be sent to this address, as the end of a sentence. */
export function faultOfRedirect(uri: string): string | undefined {
  if (!/^[\x21-\x7e]{1,2000}$/.test(uri) || !URL.canParse(uri)) return 'is not a URL'
  const { protocol, username, password } = new URL(uri)
  if (uri.includes('#')) return 'has a fragment'
  if (username || password) return 'carries a name or password'
  if (refusedSchemes.has(protocol)) return `begins with ${protocol}`
  if (protocol === 'http:' && !isLoopback(uri))
    return 'is not encrypted: it needs https, or an address of the own computer'
  return undefined
}

/** Whether the address leads to a program on the computer of the user. */
export function isLoopback(uri: string): boolean {
  const { protocol, hostname } = new URL(uri)
  return protocol === 'http:' && loopbackHosts.includes(hostname)
}

/** The receiver for people: a host, or the scheme of a program on the own computer. */
export function redirectHost(uri: string): string {
  const { protocol, host } = new URL(uri)
  return /^https?:$/.test(protocol) ? host : protocol
}

/** Exactly equal, but a program on the own computer may listen on any port (RFC 8252, section 7.3). */
export const isRegistered = (uri: string, registered: readonly string[]): boolean =>
  faultOfRedirect(uri) === undefined &&
  registered.some(one => one === uri || (isLoopback(one) && isLoopback(uri) && withoutPort(one) === withoutPort(uri)))

const withoutPort = (uri: string) => uri.replace(/^(http:\/\/[^/?:[\]]+|http:\/\/\[[^\]]*\]):\d*(?=[/?]|$)/i, '$1')

/** The address with these parameters. The rest of it stays as the client wrote it. */
export function withParameters(uri: string, parameters: Record<string, string | undefined>): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return `${uri}${uri.includes('?') ? '&' : '?'}${new URLSearchParams(given)}`
}
