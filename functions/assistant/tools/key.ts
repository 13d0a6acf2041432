import { createHash } from 'node:crypto'

/** The digest of JSON values, whatever the order of their fields. */
export const digestOf = (...values: unknown[]): string =>
  createHash('sha256')
    .update(JSON.stringify(values.map(sorted)))
    .digest('base64url')

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, one]) => [name, sorted(one)] as const)
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** An idempotency key that no other person, tool or purpose gets. */
export const keyFrom = (...parts: unknown[]): string => `assistant-${digestOf(...parts)}`
