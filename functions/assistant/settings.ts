import { hkdfSync } from 'node:crypto'
import * as v from 'valibot'
import { webEntries } from '../kit/http/cors.ts'
import { ownSecret, url } from '../kit/settings/settings.ts'
import { modelEntries } from './chat/model/settings.ts'

export const assistantSettings = {
  PUBLIC_URL: url,
  /** The public address of this function, where it has its own: MCP clients connect to it. */
  ASSISTANT_URL: v.optional(url),
  /** Identifies the assistant to task-api, which exchanges tokens for no one else. */
  ASSISTANT_SECRET: ownSecret('assistant'),
  /** Where this function reaches the public API of the others; inside a cluster that is another address than for browsers. */
  TASK_API_INTERNAL_URL: url,
  REMINDER_FIRER_INTERNAL_URL: url,
  AUDIT_SINK_INTERNAL_URL: url,
  /** Another server that signs people in and exchanges tokens, instead of task-api. */
  AUTHORIZATION_SERVER: v.optional(url),
  TOKEN_URL: v.optional(url),
  ...modelEntries,
  ...webEntries,
}

type Values = v.InferOutput<v.ObjectSchema<typeof assistantSettings, undefined>>

/** Where the other functions answer. */
export interface Addresses {
  taskApi: string
  reminderFirer: string
  auditSink: string
}

/** The addresses that MCP clients see. */
export interface McpAddress {
  /** The address of the MCP server: tokens are issued for it alone. */
  resource: string
  metadataUrl: string
  authorizationServer: string
  /** Pages of these origins may call it; other pages may not. */
  origins: readonly string[]
}

export function addressesOf(values: Values): Addresses {
  return {
    taskApi: new URL(values.TASK_API_INTERNAL_URL).origin,
    reminderFirer: new URL(values.REMINDER_FIRER_INTERNAL_URL).origin,
    auditSink: new URL(values.AUDIT_SINK_INTERNAL_URL).origin,
  }
}

export function mcpAddressOf(values: Values): McpAddress {
  const publicUrl = new URL(values.PUBLIC_URL).origin
  const own = new URL(values.ASSISTANT_URL ?? publicUrl).origin
  return {
    resource: `${own}/mcp`,
    metadataUrl: `${own}/.well-known/oauth-protected-resource/mcp`,
    authorizationServer: values.AUTHORIZATION_SERVER ?? publicUrl,
    origins: [...new Set([own, publicUrl, ...values.WEB_ORIGINS])],
  }
}

/** Signs for one purpose. Derived, so that the secret that task-api knows too signs nothing else. */
export const secretFor = ({ ASSISTANT_SECRET: secret }: Values, purpose: 'confirmations' | 'cursors'): string =>
  Buffer.from(hkdfSync('sha256', secret, '', purpose, 32)).toString('base64url')

export const tokenUrlOf = (values: Values): string =>
  values.TOKEN_URL ?? `${addressesOf(values).taskApi}/api/oauth/token`
