import * as v from 'valibot'

export type Environment = Record<string, string | undefined>

/** Reads settings once, at the start. The error names every setting that is missing or wrong. */
export function readSettings<const TEntries extends v.ObjectEntries>(
  entries: TEntries,
  environment: Environment,
): v.InferOutput<v.ObjectSchema<TEntries, undefined>> {
  // An empty variable counts as absent: an unset reference in a manifest becomes one.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value))
  const outcome = v.safeParse(v.object(entries), given)
  if (outcome.success) return outcome.output
  const wrong = outcome.issues.map(issue => {
    const name = String(issue.path?.[0]?.key)
    return issue.received === 'undefined' ? `${name} is missing` : `${name}: ${issue.message}`
  })
  throw new SettingsError(`The settings are not complete: ${wrong.join('; ')}. The README lists them all.`)
}

export class SettingsError extends Error {}

export const port = v.pipe(v.string(), v.digits('must be a port number'), v.transform(Number), v.maxValue(65_535))
export const secret = v.pipe(v.string(), v.minLength(32, 'must have at least 32 characters'))
export const url = v.pipe(v.string(), v.url('must be a URL'))
export const names = v.pipe(
  v.string(),
  v.transform(list => list.split(',').map(name => name.trim())),
  v.array(v.pipe(v.string(), v.regex(/^[\w.-]+$/, 'must be names with commas between'))),
)
export const logLevel = v.picklist(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])

const purposes = new WeakMap<object, string>()

/**
 * A secret of one function, the same for all its replicas. On a laptop it is derived from AUTH_SECRET and this purpose, so
 * that no one has to make it.
 */
export function ownSecret(purpose: string) {
  const entry = v.pipe(secret)
  purposes.set(entry, purpose)
  return entry
}

/** The names of the settings that are secrets. */
export const secretNamesIn = (entries: v.ObjectEntries): string[] =>
  Object.entries(entries).flatMap(([name, entry]) => {
    const inner = 'wrapped' in entry ? entry.wrapped : entry
    return inner === secret || purposes.has(entry) ? [name] : []
  })

/** The settings made by `ownSecret`, each with its purpose. */
export const ownSecretsIn = (entries: v.ObjectEntries): [name: string, purpose: string][] =>
  Object.entries(entries).flatMap(([name, entry]) => {
    const purpose = purposes.get(entry)
    return purpose === undefined ? [] : [[name, purpose]]
  })

/** How many of something one person may have. */
export const quotaSetting = (usual: number) =>
  v.optional(
    v.pipe(v.string(), v.digits('must be a whole number'), v.transform(Number), v.minValue(0), v.maxValue(1e9)),
    String(usual),
  )

/** A number of seconds, up to half a minute: no request may wait longer. */
export const seconds = (usual: number) =>
  v.optional(v.pipe(v.string(), v.digits('must be a whole number'), v.transform(Number), v.maxValue(30)), String(usual))
