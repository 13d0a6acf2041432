import type { Credentials } from './account.ts'
import type { Refusal } from './refusal.ts'

/** The faults of the typed credentials, field by field. */
export interface AccountFaults {
  email?: 'missing' | 'no-address' | 'taken' | undefined
  password?: 'missing' | 'short' | 'long' | undefined
}

export const passwordLength = { least: 8, most: 128 } as const

/** Faults that the device finds by itself. Signing in checks no length: that would reveal a rule. */
export function faultsOf({ email, password }: Credentials, isNew: boolean): AccountFaults {
  const address = email.trim()
  return {
    ...(!address && { email: 'missing' }),
    ...(address && !/^[^\s@]+@[^\s@]+$/.test(address) && { email: 'no-address' }),
    ...passwordFault(password, isNew),
  }
}

export function passwordFault(password: string, isNew: boolean): Pick<AccountFaults, 'password'> {
  if (!password) return { password: 'missing' }
  return isNew ? lengthFault(password) : {}
}

/** The fields that a refusal names; none if it names no field. */
export function faultsIn({ refused, errors }: Refusal, { password }: Credentials): AccountFaults {
  if (refused === 'account-exists') return { email: 'taken' }
  if (refused !== 'invalid-request') return {}
  const isAt = (field: string) => errors.some(({ path }) => path.split('.').at(-1) === field)
  return {
    ...(isAt('email') && { email: 'no-address' }),
    ...(isAt('password') && { password: 'short', ...lengthFault(password) }),
  }
}

function lengthFault(password: string): Pick<AccountFaults, 'password'> {
  const { length } = password.normalize('NFC')
  if (length < passwordLength.least) return { password: 'short' }
  return length > passwordLength.most ? { password: 'long' } : {}
}
