import { expect, test } from 'vitest'
import { faultsIn, faultsOf } from './account-faults.ts'

const good = { email: 'ana@example.com', password: 'correct horse' }
const refusal = (path: string) => ({
  refused: 'invalid-request' as const,
  detail: '',
  errors: [{ path, message: 'must be otherwise' }],
})

test.each([
  [
    { email: '', password: '' },
    { email: 'missing', password: 'missing' },
  ],
  [{ ...good, email: 'ana@' }, { email: 'no-address' }],
  [{ ...good, email: 'ana example.com' }, { email: 'no-address' }],
  [{ ...good, email: ' ana@example.com ' }, {}],
  [{ ...good, password: '1234567' }, { password: 'short' }],
  [{ ...good, password: 'é'.normalize('NFD').repeat(7) }, { password: 'short' }],
  [{ ...good, password: 'x'.repeat(129) }, { password: 'long' }],
  [good, {}],
])('a new account with %j is checked on the device, before any request', (typed, faults) => {
  expect(faultsOf(typed, true)).toEqual(faults)
})

test('signing in reveals nothing about the length of a password', () => {
  expect(faultsOf({ ...good, password: 'short' }, false)).toEqual({})
})

test('a refusal of the server names the field it is about', () => {
  expect(faultsIn({ refused: 'account-exists', detail: '', errors: [] }, good)).toEqual({ email: 'taken' })
  expect(faultsIn(refusal('email'), good)).toEqual({ email: 'no-address' })
  expect(faultsIn(refusal('body.password'), { ...good, password: 'x'.repeat(200) })).toEqual({ password: 'long' })
  expect(faultsIn(refusal('zone'), good)).toEqual({})
  expect(faultsIn({ refused: 'wrong-credentials', detail: '', errors: [] }, good)).toEqual({})
})
