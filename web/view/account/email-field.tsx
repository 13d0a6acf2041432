import type { AccountFaults } from '../../model/account-faults.ts'
import { go } from '../route.ts'
import { words } from '../words/current.ts'

interface Props {
  value: string
  fault: AccountFaults['email']
  onChange: (value: string) => void
}

/** An email address. If it has an account already, the field offers to sign in. */
export function EmailField({ value, fault, onChange }: Props) {
  const { account } = words.value
  return (
    <div class="field">
      <label for="email">{account.email}</label>
      <input
        id="email"
        class="input"
        type="email"
        dir="ltr"
        required
        autocomplete="username"
        aria-describedby={fault && 'email-wrong'}
        aria-invalid={fault !== undefined}
        value={value}
        onInput={event => onChange(event.currentTarget.value)}
      />
      {fault && (
        <p class="wrong" id="email-wrong">
          {account.emailFaults[fault]}{' '}
          {fault === 'taken' && (
            <button type="button" class="link-button" onClick={() => go({ at: 'sign-in' })}>
              {account.signInInstead}
            </button>
          )}
        </p>
      )}
    </div>
  )
}
