const allowed = new Set(['https:', 'http:', 'mailto:', 'tel:'])

/** Where a link may lead: out, and never into a script. */
export function hrefOf(written: string): string | undefined {
  if (!URL.canParse(written)) return undefined
  const url = new URL(written)
  return allowed.has(url.protocol) ? url.href : undefined
}
