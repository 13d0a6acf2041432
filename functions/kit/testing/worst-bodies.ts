// The worst wrong bodies of every operation in an OpenAPI document, for a test of their answers and a bench of their cost.

type Json = Record<string, unknown>

export interface WorstBody {
  method: string
  path: string
  type: string
  /** Where the body is wrong, and how. */
  name: string
  body: string
}

interface Document {
  paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: Json }> } }>>
  components: { schemas: Record<string, Json> }
}

/** One attack on one place of a body: the text to put there. */
interface Attack {
  name: string
  text: (bytes: number) => string
}

const fill = (text: string, bytes: number) => text.repeat(Math.max(1, Math.floor(bytes / Buffer.byteLength(text))))
const listOf = (item: string, bytes: number, most = Number.POSITIVE_INFINITY) =>
  `[${Array(Math.max(1, Math.min(most, Math.floor(bytes / (Buffer.byteLength(item) + 1)))))
    .fill(item)
    .join()}]`

/** Every body is wrong at one place and has about `bytesOf(path)` bytes. */
export function* worstBodies(document: object, bytesOf: (path: string) => number): Generator<WorstBody> {
  const { paths, components } = document as Document
  for (const [path, operations] of Object.entries(paths))
    for (const [method, { requestBody }] of Object.entries(operations)) {
      const content = requestBody?.content ?? {}
      const bytes = bytesOf(path) - 4_000
      if (formType in content) for (const form of worstForms(bytes)) yield { method, path, type: formType, ...form }
      const [type, media] = Object.entries(content).find(([type]) => type.endsWith('json')) ?? []
      if (!type || !media) continue
      for (const { place, attack, wrap } of attacksOn(media.schema, '', inner => inner))
        yield { method, path, type, name: `${place || 'the body'}: ${attack.name}`, body: wrap(attack.text(bytes)) }
    }

  /** Descends into the schema. `wrap` puts a text into the smallest body that has this place. */
  function* attacksOn(
    given: Json,
    place: string,
    wrap: (inner: string) => string,
  ): Generator<{ place: string; attack: Attack; wrap: (inner: string) => string }> {
    const schema = resolved(given)
    for (const branch of branchesOf(schema)) yield* attacksOn(branch, place, wrap)
    for (const attack of attacksOf(schema)) yield { place, attack, wrap }
    for (const [name, inner] of Object.entries((schema.properties ?? {}) as Record<string, Json>))
      yield* attacksOn(inner, place ? `${place}.${name}` : name, text => wrap(objectOf(schema, { [name]: text })))
    if (schema.items) yield* attacksOn(schema.items as Json, `${place}[]`, text => wrap(`[${text}]`))
  }

  function attacksOf(schema: Json): Attack[] {
    const { type, enum: choices, maxItems } = schema
    if (choices !== undefined || 'const' in schema)
      return [{ name: 'a long unknown value', text: bytes => `"${fill('و', bytes)}"` }]
    switch (type) {
      case 'array': {
        const item = resolved(schema.items as Json)
        const most = maxItems as number | undefined
        return [
          { name: 'as many wrong items as fit', text: bytes => listOf('0', bytes) },
          // A body may hold one value for each 12 bytes.
          { name: 'as many wrong texts as allowed', text: bytes => listOf('"##########"', bytes) },
          { name: 'as many wrong objects as allowed', text: bytes => listOf('{"######################":0}', bytes) },
          {
            name: 'the allowed number of wrong items',
            text: bytes => listOf(wrongItem(item, bytes, most), bytes, most),
          },
          { name: 'brackets as deep as they fit', text: bytes => '['.repeat(bytes / 2) + ']'.repeat(bytes / 2) },
          { name: 'a long text', text: bytes => `"${fill('a', bytes)}"` },
        ]
      }
      case 'object':
        return [
          { name: 'as many unknown fields as allowed', text: manyFields },
          { name: 'one long unknown field', text: bytes => `{"${fill('و', bytes)}":0}` },
          {
            name: 'objects as deep as they fit',
            text: bytes => `${'{"a":'.repeat(bytes / 6)}0${'}'.repeat(bytes / 6)}`,
          },
          { name: 'a long list', text: bytes => listOf('0', bytes) },
        ]
      case 'string':
        return [
          ...(schema.maxLength !== undefined || schema.pattern || schema.format
            ? [
                { name: 'a long text', text: (bytes: number) => `"${fill('a', bytes)}"` },
                { name: 'a long text of spaces', text: (bytes: number) => `"${fill(' ', bytes)}"` },
                { name: 'a long text of digits and dots', text: (bytes: number) => `"${fill('9.-:T', bytes)}"` },
                {
                  name: 'a long text of escapes',
                  text: (bytes: number) => `"${fill('\\u00e9\\ud83d\\ude00', bytes)}"`,
                },
                {
                  name: 'a text that ends with half a surrogate pair',
                  text: (bytes: number) => `"${fill('a', bytes)}\\ud800"`,
                },
              ]
            : []),
          { name: 'a long list', text: bytes => listOf('[]', bytes) },
        ]
      case 'integer':
      case 'number':
      case 'boolean':
        return [{ name: 'a long number', text: bytes => fill('9', bytes) }]
      default:
        return []
    }
  }

  /** An item with everything wrong in it, so large that the allowed number of them fills the body. */
  function wrongItem(item: Json, bytes: number, most = 1_000): string {
    const each = Math.max(2, Math.floor(bytes / most) - 1)
    const form = branchesOf(item)[0] ?? item
    const { properties } = resolved(form)
    if (!properties) return `"${fill('#', each - 2)}"`
    return objectOf(resolved(form), {}, { ['x'.repeat(Math.max(1, each - 2_000))]: '0' })
  }

  /** An object with all its fields, wrong ones as far as no other place depends on them. */
  function objectOf(schema: Json, fields: Record<string, string>, more: Record<string, string> = {}): string {
    const properties = Object.entries((schema.properties ?? {}) as Record<string, Json>)
    const own = properties.map(([name, inner]) => [name, fields[name] ?? sample(resolved(inner))])
    return `{${[...own, ...Object.entries(more)].map(([name, text]) => `${JSON.stringify(name)}:${text}`).join()}}`
  }

  function sample(schema: Json): string {
    const branch = branchesOf(schema)[0]
    if (branch) return sample(resolved(branch))
    if ('const' in schema) return JSON.stringify(schema.const)
    if (schema.enum) return JSON.stringify((schema.enum as unknown[])[0])
    if (schema.type === 'boolean') return 'true'
    if (schema.type === 'array') return schema.maxItems ? listOf('"#"', 100, schema.maxItems as number) : '[]'
    if (schema.type === 'object') return '{"?":0}'
    if (schema.type === 'string') return '""'
    return '-1'
  }

  function resolved(schema: Json): Json {
    const name = typeof schema.$ref === 'string' ? schema.$ref.split('/').at(-1) : undefined
    return name ? resolved(components.schemas[name] ?? {}) : schema
  }
}

const formType = 'application/x-www-form-urlencoded'

/** OAuth decides by the first parameter what the others mean, so each grant is attacked. */
function* worstForms(bytes: number): Generator<{ name: string; body: string }> {
  const grants = ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:token-exchange', 'x']
  for (const grant of grants) {
    const begin = `grant_type=${grant}&`
    yield { name: `${grant}: as many parameters as fit`, body: begin + manyParameters(bytes) }
    yield { name: `${grant}: one parameter as often as it fits`, body: begin + fill('code=x&', bytes) }
    yield { name: `${grant}: a long name`, body: `${begin}${fill('a', bytes)}=x` }
    for (const name of ['code', 'refresh_token', 'subject_token', 'token', 'client_id', 'scope'])
      yield { name: `${grant}: a long ${name}`, body: `${begin}${name}=${fill('%F0%9F%98%80', bytes)}` }
    yield { name: `${grant}: broken escapes`, body: begin + fill('%&%zz=%', bytes) }
  }
}

const manyParameters = (bytes: number) =>
  Array.from({ length: Math.floor(bytes / 8) }, (_, i) => `${i.toString(36).padStart(5, '_')}=x`).join('&')

const branchesOf = (schema: Json): Json[] => (schema.oneOf ?? schema.anyOf ?? []) as Json[]

function manyFields(bytes: number): string {
  const fields: string[] = []
  for (let size = 0, i = 0; size < bytes; i++) {
    const field = `"${i.toString(36).padStart(9, '_')}":0`
    fields.push(field)
    size += field.length + 1
  }
  return `{${fields.join()}}`
}
