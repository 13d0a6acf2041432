const allowed = new Set(['https:', 'http:', 'mailto:', 'tel:'])

/** The address of a link, if its scheme is allowed: never a script. */
export function hrefOf(href: string): string | undefined {
  if (!URL.canParse(href)) return undefined
  const url = new URL(href)
  return allowed.has(url.protocol) ? url.href : undefined
}
