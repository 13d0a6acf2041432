import * as v from 'valibot'

/** Postgres stores neither NUL nor half a surrogate pair: such text is refused at the edge, by name. */
const storable = v.check<string, string>(
  text => !text.includes('\0') && text.isWellFormed(),
  'must be text without NUL characters or unpaired surrogates',
)

/** A check that no JSON Schema can do, with what the schema may say of it instead. */
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

/** Text of `min` to `max` characters, kept in Unicode's composed form. A `pattern` must refuse NUL as the default does. */
export const text = (min: number, max: number, pattern = /^[^\u0000]*$/, otherwise = 'must be text') =>
  v.pipe(v.string(), storable, v.minLength(min), maxCharacters(max), v.regex(pattern, otherwise), v.normalize('NFC'))

/**
 * An object whose unknown fields are refused by name. The entries have no prototype: otherwise `constructor` or
 * `__proto__` would count as known.
 */
export const closed = <const TEntries extends v.ObjectEntries>(entries: TEntries) =>
  v.strictObject(Object.assign(Object.create(null), entries) as TEntries)
