import type { Json } from '../../functions/kit/http/json-schema.ts'

/** The longest value of each format, and of the pattern of a time of day. */
const longestOf: Record<string, string> = {
  date: '2026-11-21',
  '^(?:[01]\\d|2[0-3]):[0-5]\\d$': '09:30',
  duration: 'P999DT9999H999999M',
  uuid: '0193a5e0-0000-7000-8000-000000000001',
  'date-time': '2026-11-21T05:00:00.000000000+00:00',
}

/** JSON writes this character in six bytes, more than any other. */
const longest = '\u0001'

/** The largest value that a schema allows. Throws where a schema has no bound. */
export function largest(schema: Json, path = 'data'): unknown {
  const forms = (schema.anyOf ?? schema.oneOf) as Json[] | undefined
  if (forms) return largestOf(forms.map(form => largest(form, path)))
  if ('const' in schema) return schema.const
  if (Array.isArray(schema.enum)) return largestOf(schema.enum)
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries((schema.properties ?? {}) as Record<string, Json>).map(([name, inner]) => [
          name,
          largest(inner, `${path}.${name}`),
        ]),
      )
    case 'array':
      return Array.from({ length: bound(schema.maxItems, path) }, () => largest(schema.items as Json, `${path}[]`))
    case 'string':
      return (
        longestOf[String(schema.format)] ??
        longestOf[String(schema.pattern)] ??
        longest.repeat(bound(schema.maxLength, path))
      )
    case 'integer':
    case 'number':
      return Number.MAX_SAFE_INTEGER
    case 'boolean':
      return false
    case 'null':
      return null
    default:
      throw new Error(`${path} may be anything, so it has no bound`)
  }
}

const largestOf = (values: unknown[]): unknown => values.toSorted((a, b) => sizeOf(b) - sizeOf(a))[0]
const sizeOf = (value: unknown): number => JSON.stringify(value)?.length ?? 0

function bound(most: unknown, path: string): number {
  if (typeof most === 'number') return most
  throw new Error(`${path} has no bound: an event of any size could be written, and no broker would take it`)
}
