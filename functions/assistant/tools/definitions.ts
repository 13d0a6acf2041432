import { type Json, jsonSchema } from '../../kit/http/json-schema.ts'
import type { Annotations, Tool } from './tool.ts'

export interface ToolDefinition {
  name: string
  title: string
  description: string
  inputSchema: { type: 'object' } & Json
  annotations: Annotations
}

/** What a client learns about each tool before it calls one. */
export const definitionsOf = (tools: readonly Tool[]): ToolDefinition[] =>
  tools.map(({ name, title, description, input, annotations }) => ({
    name,
    title,
    description,
    inputSchema: small(jsonSchema(input, {}, 'input')) as ToolDefinition['inputSchema'],
    annotations,
  }))

/** Keywords that cost a model more than they tell. The server checks them all, and its refusals name them. */
const leftOut = new Set(['pattern', 'minLength', 'minItems', 'default'])

function small(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(small)
  if (typeof schema !== 'object' || schema === null) return schema
  const kept = Object.entries(schema).filter(
    ([keyword, value]) => !leftOut.has(keyword) && !(keyword === 'required' && !(value as string[]).length),
  )
  return Object.fromEntries(
    kept.map(([keyword, value]) => [keyword, keyword === 'properties' ? eachSmall(value as object) : small(value)]),
  )
}

/** A property may have the name of a keyword. */
const eachSmall = (properties: object) =>
  Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, small(schema)]))
