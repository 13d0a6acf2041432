import * as v from 'valibot'

/** The state of a part that a function depends on. Its detail is for people and names no host, no secret and no payload. */
export const PartState = v.strictObject({
  status: v.picklist(['ok', 'away', 'not needed now', 'not set up', 'not asked yet']),
  detail: v.optional(v.string()),
})
export type PartState = v.InferOutput<typeof PartState>

/** Asks a part whether it is there. A rejection counts as away. */
export type AskPart = () => Promise<PartState>

export const there: PartState = { status: 'ok' }
export const away = (detail: string): PartState => ({ status: 'away', detail })

/** How many causes of an error are read: a circle must end. */
const mostCauses = 5

/** The code of an error or of its causes, such as ECONNREFUSED or 28P01: unlike a message it names no host. */
export function codeOf(error: unknown): string {
  for (let [one, left] = [error, mostCauses]; left && typeof one === 'object' && one !== null; left--) {
    if ('code' in one && /^[A-Z0-9_]{3,40}$/.test(String(one.code))) return String(one.code)
    one = 'cause' in one ? one.cause : undefined
  }
  return error instanceof Error ? error.name : 'unknown error'
}
