import * as v from 'valibot'

/** Postgres stores neither NUL nor half a surrogate pair: such text is refused at the edge, by name. */
const storable = v.check<string, string>(
  text => !text.includes('\0') && text.isWellFormed(),
  'must be text without NUL characters or unpaired surrogates',
)

/** Text of `min` to `max` characters as a person counts them in UTF-16 units, kept in Unicode's composed form. */
export const text = (min: number, max: number) =>
  v.pipe(v.string(), storable, v.normalize('NFC'), v.minLength(min), v.maxLength(max))

/**
 * An object whose unknown fields are refused by name. The entries have no prototype: otherwise `constructor` or
 * `__proto__` would count as known.
 */
export const closed = <const TEntries extends v.ObjectEntries>(entries: TEntries) =>
  v.strictObject(Object.assign(Object.create(null), entries) as TEntries)
