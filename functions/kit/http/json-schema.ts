import { type ConversionConfig, toJsonSchema } from '@valibot/to-json-schema'
import type * as v from 'valibot'

export type Json = Record<string, unknown>

/** A valibot schema as JSON Schema, without the checks that JSON Schema cannot express, such as a known time zone. */
export function jsonSchema(
  schema: v.GenericSchema,
  named: Record<string, v.GenericSchema>,
  typeMode: 'input' | 'output',
  self?: string,
): Json {
  const definitions = Object.fromEntries(Object.entries(named).filter(([name]) => name !== self))
  const config: ConversionConfig = {
    typeMode,
    errorMode: 'ignore',
    definitions,
    overrideAction: ({ valibotAction, jsonSchema }) =>
      'inJson' in valibotAction ? { ...jsonSchema, ...(valibotAction.inJson as Json) } : undefined,
    overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
  }
  const { $schema: _, $defs: __, ...json } = toJsonSchema(schema, config) as Json
  return json
}
