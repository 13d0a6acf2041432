/** As much of a JSON Schema as this page shows. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  format?: string
  pattern?: string
  enum?: unknown[]
  const?: unknown
  default?: unknown
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  minItems?: number
  maxItems?: number
  required?: string[]
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  examples?: unknown[]
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  description?: string
  schema: Schema
}

export interface Operation {
  operationId: string
  summary: string
  tags: string[]
  security?: object[]
  parameters: Parameter[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, { description: string; content?: Record<string, { schema?: Schema }> }>
}

export interface OpenApi {
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

export interface AsyncApi {
  channels: Record<string, { description: string; messages: Record<string, object> }>
  operations: Record<string, { action: 'send' | 'receive'; summary: string; channel: { $ref: string } }>
  components: { messages: Record<string, { title: string; summary: string; examples: { payload: unknown }[] }> }
}

export async function load<T>(file: string): Promise<T> {
  const answer = await fetch(file)
  if (!answer.ok) throw new Error(`${file} was answered ${answer.status}.`)
  return answer.json()
}

/** One line for each field of a schema, indented by its depth. */
export interface Field {
  depth: number
  name: string
  says: string
}

const deepest = 4

export function fieldsOf(schema: Schema, named: Record<string, Schema>, name = '', depth = 0): Field[] {
  const whole = resolved(schema, named)
  const own = name ? [{ depth, name, says: saysOf(schema, whole) }] : []
  const inner = whole.type === 'array' && whole.items ? resolved(whole.items, named) : whole
  if (depth >= deepest) return own
  const fields = Object.entries(inner.properties ?? {}).flatMap(([key, value]) =>
    fieldsOf(value, named, inner.required?.includes(key) ? key : `${key}?`, name ? depth + 1 : depth),
  )
  return [...own, ...fields]
}

function resolved(schema: Schema, named: Record<string, Schema>): Schema {
  const target = schema.$ref ? named[schema.$ref.split('/').at(-1) ?? ''] : undefined
  if (target) return resolved(target, named)
  const [only, ...more] = (schema.anyOf ?? schema.oneOf ?? []).filter(one => one.type !== 'null')
  if (only && !more.length) return resolved(only, named)
  if (!schema.allOf) return schema
  return Object.assign({}, ...schema.allOf.map(one => resolved(one, named)))
}

function saysOf(schema: Schema, whole: Schema): string {
  const alternatives = schema.anyOf ?? schema.oneOf
  if (alternatives && alternatives.length > 1)
    return alternatives.map(one => (one.$ref ? nameOf(one.$ref) : saysOf(one, one))).join(' or ')
  const { type, format, enum: values, items } = whole
  const kind = values ? values.map(value => JSON.stringify(value)).join(' | ') : [type].flat().join(' or ')
  const of = items ? ` of ${items.$ref ? nameOf(items.$ref) : ([items.type].flat().join(' or ') ?? 'any')}` : ''
  const name = schema.$ref ? ` (${nameOf(schema.$ref)})` : ''
  return [
    `${whole.const === undefined ? kind || 'any' : JSON.stringify(whole.const)}${of}${name}`,
    format,
    limits(whole),
  ]
    .filter(Boolean)
    .join(', ')
}

const nameOf = (ref: string) => ref.split('/').at(-1) ?? ref

function limits({ minLength, maxLength, minimum, maximum, minItems, maxItems }: Schema): string {
  const [least, most] = [minLength ?? minimum ?? minItems, maxLength ?? maximum ?? maxItems]
  if (least === undefined && most === undefined) return ''
  return `${least ?? 0} to ${most ?? 'any'}`
}

/** A body to begin with: the required fields, with a value of their type. */
export function sampleOf(schema: Schema, named: Record<string, Schema>, depth = 0): unknown {
  const whole = resolved(schema, named)
  if (whole.examples?.length) return whole.examples[0]
  if (whole.const !== undefined) return whole.const
  if (whole.enum?.length) return whole.enum[0]
  const [first] = whole.anyOf ?? whole.oneOf ?? []
  if (first) return sampleOf(first, named, depth)
  switch ([whole.type].flat()[0]) {
    case 'object': {
      const required = whole.required ?? []
      if (depth >= deepest) return {}
      return Object.fromEntries(required.map(key => [key, sampleOf(whole.properties?.[key] ?? {}, named, depth + 1)]))
    }
    case 'array':
      return depth < deepest && whole.items && whole.minItems ? [sampleOf(whole.items, named, depth + 1)] : []
    case 'integer':
    case 'number':
      return whole.minimum ?? 1
    case 'boolean':
      return false
    default:
      return whole.format === 'date' ? '2026-11-21' : 'text'
  }
}
