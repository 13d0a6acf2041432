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

/** A list reports so many wrong items and stops there. Most lists are shorter than this. */
const mostWrong = 100

/**
 * A list of `min` to `max` items: the array of every input. It checks the length before the items, because Valibot's own
 * array collects the faults of all items first, and a body may have a hundred thousand.
 */
export const list = <const TItem extends v.GenericSchema>(
  item: TItem,
  { min = 0, max }: { min?: number; max: number },
) => {
  const array = v.array(item)
  const run: (typeof array)['~run'] = (dataset, config) => {
    const { value: items } = dataset
    if (!Array.isArray(items)) return array['~run'](dataset, config)
    // An unchecked list is too long, so the check of its length, which comes next, refuses it.
    return items.length > max ? ({ typed: true, value: items } as never) : runItems(item, items, config)
  }
  return v.pipe(
    { ...array, '~run': run },
    inJson(v.minLength<v.InferOutput<TItem>[], number>(min), { minItems: min || undefined }),
    v.maxLength(max),
  )
}

/** What an array of Valibot does, until too many items are wrong. */
function runItems(item: v.GenericSchema, items: unknown[], config: v.Config<v.BaseIssue<unknown>>) {
  const output: unknown[] = []
  const issues: v.BaseIssue<unknown>[] = []
  let typed = true
  let wrong = 0
  for (const [key, value] of items.entries()) {
    const outcome = item['~run']({ value }, config)
    const at = { type: 'array', origin: 'value', input: items, key, value } as const
    for (const issue of outcome.issues ?? []) issues.push({ ...issue, path: [at, ...(issue.path ?? [])] })
    typed &&= outcome.typed === true
    output.push(outcome.value)
    if (outcome.issues && (++wrong === mostWrong || config.abortEarly)) break
  }
  return { typed, value: output, ...(issues.length && { issues }) } as never
}
