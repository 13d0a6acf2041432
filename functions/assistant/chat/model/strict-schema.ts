import type * as v from 'valibot'
import { type Json, jsonSchema } from '../../../kit/http/json-schema.ts'

/**
 * A schema in the subset that servers accept for structured output: every field is required, an optional one may be null,
 * alternatives are `anyOf`. Bounds are left out, because some servers expand them; the check of the answer has them.
 */
export const strictSchema = (schema: v.GenericSchema): Json => strict(jsonSchema(schema, {}, 'input')) as Json

const leftOut = new Set(['pattern', 'minLength', 'maxLength', 'minItems', 'maxItems', 'minimum', 'maximum', 'default'])

function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strict)
  if (typeof schema !== 'object' || schema === null) return schema
  const kept = Object.entries(schema).filter(([keyword]) => !leftOut.has(keyword) && keyword !== 'required')
  const all = kept.flatMap(([keyword, value]) => {
    if (keyword === 'oneOf') return [['anyOf', strict(value)]]
    if (keyword === 'const')
      return [
        ['type', typeof value],
        ['enum', [value]],
      ]
    if (keyword === 'properties')
      return [[keyword, fieldsOf(value, (schema as { required?: string[] }).required ?? [])]]
    return [[keyword, strict(value)]]
  })
  const { properties, ...rest } = Object.fromEntries(all)
  return properties ? { ...rest, properties, required: Object.keys(properties), additionalProperties: false } : rest
}

const fieldsOf = (properties: object, required: string[]) =>
  Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [
      name,
      required.includes(name) ? strict(schema) : { anyOf: [strict(schema), { type: 'null' }] },
    ]),
  )
