import * as v from 'valibot'
import type { Answer } from '../../kit/http/answer.ts'

/** An error as RFC 6749 defines it, for programs that speak OAuth. */
export const OAuthError = v.object({ error: v.string(), error_description: v.string() })

export const failed = (
  error: string,
  error_description: string,
  { status = 400, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
): Answer => ({ status, body: { error, error_description }, headers })

export const invalidGrant = (why: string): Answer => failed('invalid_grant', why)

export const isFailure = (outcome: object): outcome is Answer => 'status' in outcome

/** A form takes at most this much; a subject token may be a JWT. */
export const maxFormBytes = 32 * 1024
export const formTypes = ['application/x-www-form-urlencoded'] as const

/** The parameters of a form. A parameter without a value counts as absent, and none may come twice (RFC 6749, 3.2). */
export function parametersOf(raw: string): Record<string, string> | Answer {
  const given = [...new URLSearchParams(raw)].filter(([, value]) => value)
  const parameters = Object.assign(Object.create(null), Object.fromEntries(given))
  return Object.keys(parameters).length === given.length
    ? parameters
    : failed('invalid_request', 'A parameter comes twice.')
}

/** The parameters that a schema names, or the error that says which of them is missing or malformed. */
export function readForm<TSchema extends v.GenericSchema<unknown, object>>(
  schema: TSchema,
  parameters: Record<string, string>,
): v.InferOutput<TSchema> | Answer {
  const outcome = v.safeParse(schema, { ...parameters })
  if (outcome.success) return outcome.output
  const [{ path }] = outcome.issues
  return failed('invalid_request', `${String(path?.[0]?.key ?? 'A parameter')} is missing or malformed.`)
}
