import * as v from 'valibot'

/** Postgres stores neither NUL nor half a surrogate pair, so such text is refused at the edge. */
const storable = v.check<string, string>(
  text => !text.includes('\0') && text.isWellFormed(),
  'must be text without NUL characters or unpaired surrogates',
)

/** Adds to a check the keywords that describe it in JSON Schema, for checks that the converter does not know. */
export const inJson = <TAction extends object>(action: TAction, says: Record<string, unknown>): TAction =>
  Object.assign(action, { inJson: says })

/** Characters as JSON Schema counts them: an emoji outside the first plane is one, not two. */
const maxCharacters = (max: number) =>
  inJson(
    v.check<string, string>(
      text => text.length <= max || (text.length <= 2 * max && [...text].length <= max),
      `must have at most ${max} characters`,
    ),
    { maxLength: max },
  )

/** Text of at most `max` characters that its writer has checked already. */
export const bounded = (max: number) => v.pipe(v.string(), maxCharacters(max))

/** Text of `min` to `max` characters, kept in Unicode's composed form. A `pattern` must refuse NUL as the default does. */
export const text = (min: number, max: number, pattern = /^[^\u0000]*$/, otherwise = 'must be text') =>
  v.pipe(v.string(), storable, v.minLength(min), maxCharacters(max), v.regex(pattern, otherwise), v.normalize('NFC'))

/**
 * An object that refuses unknown fields and names them. The entries have no prototype: otherwise `constructor` and
 * `__proto__` would count as known fields.
 */
export const closed = <const TEntries extends v.ObjectEntries>(entries: TEntries) =>
  v.strictObject(Object.assign(Object.create(null), entries) as TEntries)
