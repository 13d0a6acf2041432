import type { Json } from '../../../kit/http/json-schema.ts'

/** One question to the model, and the form of its answer. */
export interface Question {
  /** Names the schema: `parts`, a skill, or `question`. */
  name: string
  schema: Json
  system: string
  /** JSON of the person's own words. */
  user: string
}

/** What a server understands of the API. Servers and models differ, so it changes with the first refusal and then stays. */
export interface Dialect {
  format: 'json_schema' | 'json_object'
  limit: 'max_tokens' | 'max_completion_tokens'
  temperature: boolean
}

export const firstDialect: Dialect = { format: 'json_schema', limit: 'max_tokens', temperature: true }

/** An intention is a few quotes of one message, and a message has at most 4,000 characters. */
export const mostAnswerTokens = 2_000

export const bodyOf = (model: string, { name, schema, system, user }: Question, dialect: Dialect): string =>
  JSON.stringify({
    model,
    messages: [
      {
        role: 'system',
        content: dialect.format === 'json_schema' ? system : `${system}\n\nJSON Schema: ${JSON.stringify(schema)}`,
      },
      { role: 'user', content: user },
    ],
    response_format:
      dialect.format === 'json_schema'
        ? { type: 'json_schema', json_schema: { name, strict: true, schema } }
        : { type: 'json_object' },
    stream: true,
    stream_options: { include_usage: true },
    [dialect.limit]: mostAnswerTokens,
    ...(dialect.temperature && { temperature: 0 }),
  })

/** The dialect after a refusal. `undefined`: the server refuses something else. */
export function nextDialect(dialect: Dialect, refusal: string): Dialect | undefined {
  if (dialect.limit === 'max_tokens' && refusal.includes('max_completion_tokens'))
    return { ...dialect, limit: 'max_completion_tokens' }
  if (dialect.temperature && refusal.includes('temperature')) return { ...dialect, temperature: false }
  if (dialect.format === 'json_schema' && /response_format|json_schema/.test(refusal))
    return { ...dialect, format: 'json_object' }
  return undefined
}
