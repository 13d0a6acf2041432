/** The database is down, starting, out of connections, or asks for a retry: the same request may succeed in a moment. */
export function isUnavailable(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  return /^(ECONN|ETIMEDOUT|EPIPE|CONNECT|CONNECTION_|08|53|57P|40)/.test(code)
}
