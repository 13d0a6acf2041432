import * as v from 'valibot'
import { type Verify, verifier } from '../identity/verifier.ts'
import { SettingsError, secret, url } from '../settings/settings.ts'
import { type Admit, anyOf, byDapr, byOidc, bySecret } from './may-deliver.ts'

const list = v.pipe(
  v.string(),
  v.transform(text =>
    text
      .split(',')
      .map(one => one.trim())
      .filter(Boolean),
  ),
  v.minLength(1, 'must name the subjects, with commas between them'),
)

/** How a function authenticates event sources: a secret, its daprd, the OIDC identities of the cluster's sources, or any of them. */
export const admissionEntries = {
  EVENTS_SECRET: v.optional(secret),
  /** The secret before a rotation, which sources carry until they are updated. */
  EVENTS_SECRET_BEFORE: v.optional(secret),
  /** The APP_API_TOKEN of the daprd whose subscriptions deliver. The door for alarms has its own setting. */
  EVENTS_DAPR_TOKEN: v.optional(secret),
  EVENTS_OIDC_ISSUER: v.optional(v.string()),
  EVENTS_OIDC_AUDIENCE: v.optional(v.string()),
  EVENTS_OIDC_JWKS_URL: v.optional(url),
  EVENTS_OIDC_SUBJECTS: v.optional(list),
}

type AdmissionSettings = Partial<v.InferOutput<v.ObjectSchema<typeof admissionEntries, undefined>>>

/** A function without any of these does not start: an open door for events would be an open door for commands. */
export function admission(settings: AdmissionSettings, verify = sourceVerifier(settings)): Admit {
  const { EVENTS_SECRET: shared, EVENTS_SECRET_BEFORE: before } = settings
  const { EVENTS_DAPR_TOKEN: token, EVENTS_OIDC_SUBJECTS: subjects } = settings
  const doors = [
    ...(shared ? [bySecret(shared, ...(before ? [before] : []))] : []),
    ...(token ? [byDapr(token)] : []),
    ...(verify && subjects ? [byOidc(verify, subjects)] : []),
  ]
  if (doors.length) return anyOf(...doors)
  throw new SettingsError(
    'The settings are not complete: set EVENTS_SECRET, EVENTS_DAPR_TOKEN, or EVENTS_OIDC_ISSUER, _AUDIENCE, _JWKS_URL and _SUBJECTS, to say who may deliver events.',
  )
}

function sourceVerifier(settings: AdmissionSettings): Verify | undefined {
  const { EVENTS_OIDC_ISSUER: issuer, EVENTS_OIDC_AUDIENCE: audience, EVENTS_OIDC_JWKS_URL: jwksUrl } = settings
  if (!issuer && !audience && !jwksUrl) return undefined
  if (issuer && audience && jwksUrl) return verifier({ issuer, audience, keys: { jwksUrl } })
  throw new SettingsError(
    'The settings are not complete: set all of EVENTS_OIDC_ISSUER, EVENTS_OIDC_AUDIENCE and EVENTS_OIDC_JWKS_URL, or none.',
  )
}
