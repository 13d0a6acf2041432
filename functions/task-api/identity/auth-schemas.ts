import * as v from 'valibot'
import { Zone } from '../../domain/zone.ts'
import { closed, text } from '../../kit/core/schema.ts'
import { Locale } from './profile.ts'

const Email = v.pipe(text(3, 254), v.trim(), v.rfcEmail('must be an email address'), v.toLowerCase())
/** Postgres cannot store NUL, and no keyboard types it. */
const typed = v.pipe(v.string(), v.regex(/^[^\u0000]*$/, 'must be text'), v.normalize('NFC'))
const Password = v.pipe(typed, v.minLength(8), v.maxLength(128))
/** Any length: a sign-in must not reveal the rules for passwords of an account. */
const AnyPassword = v.pipe(typed, v.minLength(1), v.maxLength(128))
const rememberMe = v.exactOptional(v.boolean())

export const SignUp = closed({
  email: Email,
  password: Password,
  name: v.exactOptional(v.pipe(text(1, 100), v.trim(), v.minLength(1))),
  zone: v.exactOptional(Zone),
  locale: v.exactOptional(Locale),
  rememberMe,
})
export const SignIn = closed({ email: Email, password: AnyPassword, rememberMe })
export const ChangePassword = closed({
  currentPassword: AnyPassword,
  newPassword: Password,
  revokeOtherSessions: v.exactOptional(v.boolean()),
})

const User = v.looseObject({ id: v.string(), email: v.string(), name: v.string() })
export const SignedIn = v.looseObject({ user: User })
export const Done = v.looseObject({})
export const Keys = v.object({ keys: v.array(v.looseObject({ kid: v.string(), kty: v.string(), alg: v.string() })) })
export const NoSession = v.nullable(Done)
export const SignedToken = v.object({ token: v.string() })
