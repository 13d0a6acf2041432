import type * as v from 'valibot'
import type { SignIn, SignUp } from '../../functions/task-api/identity/auth-schemas.ts'

export type { Profile, ProfilePatch } from '../../functions/task-api/identity/profile.ts'
export type NewAccount = v.InferInput<typeof SignUp>
export type Credentials = v.InferInput<typeof SignIn>
