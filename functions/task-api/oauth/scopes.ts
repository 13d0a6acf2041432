import type { Scope } from '../../kit/http/api.ts'

export const allScopes: readonly Scope[] = ['read', 'write']

/** The scopes named in a text with spaces between them, in one order. Undefined: it names none, or others than `allowed`. */
export function scopesIn(text: string, allowed: readonly Scope[]): Scope[] | undefined {
  const named = new Set(text.split(' ').filter(Boolean))
  const scopes = allScopes.filter(scope => named.has(scope) && allowed.includes(scope))
  return scopes.length > 0 && scopes.length === named.size ? scopes : undefined
}
