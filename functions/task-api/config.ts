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

/** Where the other functions are seen from outside, and what browsers subscribe to web push with. */
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
  /** The origin of each function that has an address of its own; null: the one that answers this. */
  addresses: closed({
    reminderFirer: address,
    notifier: address,
    auditSink: address,
    syncRelay: address,
    assistant: address,
  }),
  /** What `pushManager.subscribe` wants; null: nothing is sent by web push. */
  vapidPublicKey: v.nullable(v.string()),
  /** Who signs people in; null: this function does, below /api/auth. */
  issuer: v.nullable(v.string()),
})
export type Config = v.InferOutput<typeof Config>

type Given = v.InferOutput<v.ObjectSchema<typeof configSettings, undefined>>

export const configOf = (given: Given, issuer: string | undefined): Config => ({
  addresses: {
    reminderFirer: given.REMINDER_FIRER_URL ?? null,
    notifier: given.NOTIFIER_URL ?? null,
    auditSink: given.AUDIT_SINK_URL ?? null,
    syncRelay: given.SYNC_RELAY_URL ?? null,
    assistant: given.ASSISTANT_URL ?? null,
  },
  vapidPublicKey: given.VAPID_PUBLIC_KEY ?? null,
  issuer: issuer ?? null,
})

export const configRoute = route(
  {
    method: 'get',
    path: '/api/config',
    id: 'getConfig',
    summary: 'What the web client has to know: where the other functions are, and how people sign in',
    tag: 'operation',
    answers: { 200: Config },
  },
  async ({ config }: { config: Config }) => ok(config),
)
