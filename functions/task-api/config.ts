import * as v from 'valibot'
import { closed } from '../kit/core/schema.ts'
import { ok } from '../kit/http/answer.ts'
import { route } from '../kit/http/api.ts'
import { url } from '../kit/settings/settings.ts'

const origin = v.optional(
  v.pipe(
    url,
    v.transform(text => new URL(text).origin),
  ),
)

/** The public addresses of the other functions, and the key for subscriptions to web push. */
export const configSettings = {
  REMINDER_FIRER_URL: origin,
  NOTIFIER_URL: origin,
  AUDIT_SINK_URL: origin,
  SYNC_RELAY_URL: origin,
  ASSISTANT_URL: origin,
  VAPID_PUBLIC_KEY: v.optional(v.string()),
}

const address = v.nullable(v.string())
const Config = closed({
  /** The origin of each function; null: the same as that of this server. */
  addresses: closed({
    reminderFirer: address,
    notifier: address,
    auditSink: address,
    syncRelay: address,
    assistant: address,
  }),
  /** The address of the MCP server, as clients must name it. */
  mcp: v.string(),
  /** The key for `pushManager.subscribe`; null: web push is not set up. */
  vapidPublicKey: v.nullable(v.string()),
  /** The issuer that signs users in; null: this function does, below /api/auth. */
  issuer: v.nullable(v.string()),
})
export type Config = v.InferOutput<typeof Config>

type Values = v.InferOutput<v.ObjectSchema<typeof configSettings, undefined>>

export const configOf = (values: Values, mcp: string, issuer: string | undefined): Config => ({
  addresses: {
    reminderFirer: values.REMINDER_FIRER_URL ?? null,
    notifier: values.NOTIFIER_URL ?? null,
    auditSink: values.AUDIT_SINK_URL ?? null,
    syncRelay: values.SYNC_RELAY_URL ?? null,
    assistant: values.ASSISTANT_URL ?? null,
  },
  mcp,
  vapidPublicKey: values.VAPID_PUBLIC_KEY ?? null,
  issuer: issuer ?? null,
})

export const configRoute = route(
  {
    method: 'get',
    path: '/api/config',
    id: 'getConfig',
    summary: 'The addresses of the other functions and the issuer of tokens, for the web client',
    tag: 'operation',
    answers: { 200: Config },
  },
  async ({ config }: { config: Config }) => ok(config),
)
