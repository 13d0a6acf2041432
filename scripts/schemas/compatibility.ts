import type { Json } from '../../functions/kit/http/json-schema.ts'

/**
 * The reasons why `after` breaks programs that rely on `before`. Readers of events must understand the new events; the
 * functions must still understand the commands of old senders.
 */
export function breaks(before: Json, after: Json, kind: 'event' | 'command'): string[] {
  return kind === 'event'
    ? [...removed(before, after, ''), ...narrower(after, before, '')]
    : [...removed(before, after, ''), ...narrower(before, after, '')]
}

/** Fields that `after` lacks, also optional ones. */
function removed(before: Json, after: Json, path: string): string[] {
  const [was, is] = [fieldsOf(before), fieldsOf(after)]
  return Object.entries(was).flatMap(([name, schema]) => {
    const at = join(path, name)
    const now = is[name]
    return now ? removed(schema, now, at) : [`${at} was removed or renamed`]
  })
}

/** The reasons why a value that is valid by `given` may be invalid by `wanted`. */
function narrower(given: Json, wanted: Json, path: string): string[] {
  const [from, to] = [formsOf(given), formsOf(wanted)]
  if (from.length === 1 && to.length === 1) return narrowerForm(from[0] ?? {}, to[0] ?? {}, path)
  return from.flatMap(form => {
    const reasons = to.map(other => narrowerForm(form, other, path))
    return reasons.some(({ length }) => !length)
      ? []
      : [`${path || 'the data'} may have a form that was not there: ${nameOf(form)}`]
  })
}

function narrowerForm(given: Json, wanted: Json, path: string): string[] {
  const at = path || 'the data'
  const [from, to] = [given.type, wanted.type]
  if (to !== undefined && from !== to && !(from === 'integer' && to === 'number'))
    return [`${at} changed its type: ${from} and ${to}`]
  return [
    ...narrowerValues(given, wanted, at),
    ...limits(given, wanted, at),
    ...fields(given, wanted, path),
    ...(isJson(given.items) && isJson(wanted.items) ? narrower(given.items, wanted.items, `${path}[]`) : []),
  ]
}

function narrowerValues(given: Json, wanted: Json, at: string): string[] {
  const [from, to] = [valuesOf(given), valuesOf(wanted)]
  if (!to) return []
  if (!from) return [`${at} had any value on one side and a list of values on the other`]
  const strange = from.filter(value => !to.includes(value))
  return strange.length ? [`${at} differs in its values: ${strange.join(', ')}`] : []
}

const upper = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties']
const lower = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties']

function limits(given: Json, wanted: Json, at: string): string[] {
  const differs = (name: string, worse: (from: number, to: number) => boolean) => {
    const [from, to] = [given[name], wanted[name]]
    return typeof to === 'number' && (typeof from !== 'number' || worse(from, to)) ? [`${at} differs in ${name}`] : []
  }
  return [
    ...upper.flatMap(name => differs(name, (from, to) => from > to)),
    ...lower.flatMap(name => differs(name, (from, to) => from < to)),
    ...['pattern', 'format', 'multipleOf'].flatMap(name =>
      wanted[name] !== undefined && wanted[name] !== given[name] ? [`${at} differs in ${name}`] : [],
    ),
  ]
}

function fields(given: Json, wanted: Json, path: string): string[] {
  const [from, to] = [fieldsOf(given), fieldsOf(wanted)]
  const sure = new Set(listOf(given.required))
  const missing = listOf(wanted.required).filter(name => !sure.has(name))
  const unknown = wanted.additionalProperties === false ? Object.keys(from).filter(name => !to[name]) : []
  return [
    ...missing.map(name => `${join(path, name)} is required on one side only`),
    ...unknown.map(name => `${join(path, name)} is not known on one side`),
    ...Object.entries(from).flatMap(([name, schema]) => {
      const other = to[name]
      return other ? narrower(schema, other, join(path, name)) : []
    }),
  ]
}

/** The alternatives of a schema, each with the keywords that apply to all of them. */
function formsOf(schema: Json): Json[] {
  const { anyOf, oneOf, ...common } = schema
  const forms = [anyOf, oneOf].find(Array.isArray) as Json[] | undefined
  if (forms) return forms.flatMap(form => formsOf({ ...common, ...form }))
  return Array.isArray(schema.type) ? schema.type.map(type => ({ ...schema, type })) : [schema]
}

const valuesOf = (schema: Json): unknown[] | undefined =>
  'const' in schema ? [schema.const] : Array.isArray(schema.enum) ? schema.enum : undefined

/** The fields of a schema and of its alternatives. */
function fieldsOf(schema: Json): Record<string, Json> {
  const own = isJson(schema.properties) ? (schema.properties as Record<string, Json>) : {}
  const forms = [schema.anyOf, schema.oneOf].find(Array.isArray) as Json[] | undefined
  const items = isJson(schema.items) ? { '[]': schema.items } : {}
  return Object.assign({}, ...(forms ?? []).map(fieldsOf), own, items)
}

const nameOf = (form: Json) => String(form.type ?? form.const ?? JSON.stringify(form.enum ?? form))
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const listOf = (value: unknown): string[] => (Array.isArray(value) ? value : [])
const join = (path: string, name: string) => (path ? `${path}.${name}` : name)
