import type { Credentials } from './account.ts'
import type { Refused } from './refused.ts'

/** What is the matter with what somebody typed, field by field. */
export interface AccountFaults {
  email?: 'missing' | 'no-address' | 'taken' | undefined
  password?: 'missing' | 'short' | 'long' | undefined
}

export const passwordLength = { least: 8, most: 128 } as const

/** What can be told before anybody is asked. Of an old password nobody is told how long it must be. */
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

/** Which fields a refusal is about; none where it does not say. */
export function faultsIn({ refused, errors }: Refused, { password }: Credentials): AccountFaults {
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
