const longestName = 60

/** Characters that turn the direction of the text around them, or show nothing at all. */
const tricks = /[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu
/** Marks beyond three on one letter would cover the lines around it. */
const piles = /(\p{M}{3})\p{M}+/gu

/** A name that a program gave itself, safe to show: one short line that changes no text around it. */
export function safeName(name: string): string {
  const plain = name.replace(/\s+/gu, ' ').replace(tricks, '').replace(piles, '$1').trim()
  const letters = [...plain]
  return letters.length > longestName ? `${letters.slice(0, longestName).join('').trimEnd()}…` : plain
}

/** The host that vouches for a program: its id is the address of a document there. Null: nobody vouches for it. */
export function hostOf(clientId: string): string | null {
  return /^https?:\/\//.test(clientId) && URL.canParse(clientId) ? new URL(clientId).host : null
}

/** Schemes that run text as a script, read from this browser or send messages, instead of leaving for a program. */
const refusedSchemes = new Set(
  'about blob chrome data file filesystem ftp intent jar javascript mailto resource sms tel vbscript view-source ws wss'
    .split(' ')
    .map(scheme => `${scheme}:`),
)

/** The address to leave this page for, in its normal form; undefined if the page must not open it. */
export function exitTo(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined
  const { protocol, href } = new URL(address)
  return refusedSchemes.has(protocol) ? undefined : href
}
