import './account-screen.css'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { type AccountFaults, faultsIn, faultsOf } from '../../model/account-faults.ts'
import { isRefused, type Refusal } from '../../model/refusal.ts'
import { useClient } from '../client-context.ts'
import { Icon } from '../icons/icon.tsx'
import { focusAtStart } from '../parts/focus-at-start.ts'
import { Problem } from '../parts/problem.tsx'
import { go } from '../route.ts'
import { useTitle } from '../tasks/list-title.ts'
import { deviceZone, format, words } from '../words/current.ts'
import { EmailField } from './email-field.tsx'
import { LanguageSwitch } from './language-switch.tsx'
import { PasswordField } from './password-field.tsx'

/** The outcome of an attempt: the faults of its fields, or one refusal of the whole. */
interface Attempt {
  faults: AccountFaults
  wrong?: Refusal
}
const untried: Attempt = { faults: {} }

interface Props {
  kind: 'sign-in' | 'sign-up'
  /** Why the person must sign in before the page that they opened. There is no way back from there. */
  why?: string
  onEntered?: () => void
}

/** Signing in and signing up use the same two fields. The tasks of the device move into the account. */
export function AccountScreen({ kind, why, onEntered = () => go({ at: 'today' }) }: Props) {
  const client = useClient()
  const w = words.value
  const a = w.account
  useTitle({ at: kind })
  const isNew = kind === 'sign-up'
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [attempt, setAttempt] = useState(untried)
  /** The faults of fields that have not changed since the attempt. */
  const [faults, setFaults] = useState<AccountFaults>({})
  const form = useRef<HTMLFormElement>(null)
  useLayoutEffect(() => {
    setFaults(attempt.faults)
  }, [attempt])
  useLayoutEffect(() => {
    if (faults === attempt.faults) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }, [faults, attempt])
  useLayoutEffect(() => {
    setAttempt(untried)
    focusAtStart([...(form.current?.querySelectorAll('input') ?? [])].find(field => !field.value))
  }, [kind])
  const here = client.account.value ? 0 : client.tasks.value.size

  const submit = async () => {
    const typed = { email: email.trim(), password }
    const typedFaults = faultsOf(typed, isNew)
    if (Object.keys(typedFaults).length) return setAttempt({ faults: typedFaults })
    setBusy(true)
    const { language } = client.preferences.value
    const outcome = isNew
      ? await client.signUp({ ...typed, zone: deviceZone(), locale: language })
      : await client.signIn(typed)
    setBusy(false)
    if (isRefused(outcome)) setAttempt({ faults: faultsIn(outcome, typed), wrong: outcome })
    else onEntered()
  }
  const { wrong } = attempt
  const isGeneral = wrong && Object.keys(attempt.faults).length === 0

  return (
    <main class="account-screen">
      <LanguageSwitch />
      <form
        ref={form}
        class="account-form"
        noValidate
        onSubmit={event => {
          event.preventDefault()
          void submit()
        }}
      >
        {why === undefined && (
          <button type="button" class="button quiet account-back" onClick={() => go({ at: 'today' })}>
            <Icon name="back" size={18} />
            {a.back}
          </button>
        )}
        <h1>{isNew ? a.signUpTitle : a.signInTitle}</h1>
        <p class="account-why">
          {why ?? (isNew && a.signUpWhy)} {here > 0 && a.signUpKeeps(here, format.value.number(here))}
        </p>
        {isGeneral && <Problem refusal={wrong} class="account-wrong" focused />}
        <EmailField
          value={email}
          fault={faults.email}
          onChange={typed => {
            setEmail(typed)
            setFaults({ ...faults, email: undefined })
          }}
        />
        <PasswordField
          label={a.password}
          isNew={isNew}
          value={password}
          wrong={faults.password && a.passwordFaults[faults.password]}
          onChange={typed => {
            setPassword(typed)
            setFaults({ ...faults, password: undefined })
          }}
        />
        <button type="submit" class="button primary" disabled={busy}>
          {busy ? a.busy : isNew ? a.signUp : a.signIn}
        </button>
        <p class="account-other">
          {isNew ? a.have : a.toSignUp}{' '}
          <button type="button" class="link-button" onClick={() => go({ at: isNew ? 'sign-in' : 'sign-up' })}>
            {isNew ? a.signIn : a.signUp}
          </button>
        </p>
      </form>
    </main>
  )
}
