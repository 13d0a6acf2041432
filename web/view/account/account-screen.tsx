import './account-screen.css'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { isRefused, type Refused } from '../../model/refused.ts'
import { useClient } from '../client-context.ts'
import { problemInWords } from '../format/problem.ts'
import { Icon } from '../icons/icon.tsx'
import { go } from '../route.ts'
import { useTitle } from '../tasks/list-title.ts'
import { deviceZone, format, words } from '../words/spoken.ts'
import { LanguageSwitch } from './language-switch.tsx'
import { PasswordField } from './password-field.tsx'

/** Sign in, or make an account: the same two fields. What is on the device comes along. */
export function AccountScreen({ kind }: { kind: 'sign-in' | 'sign-up' }) {
  const client = useClient()
  const w = words.value
  const a = w.account
  useTitle()
  const isNew = kind === 'sign-up'
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<Refused | null>(null)
  const message = useRef<HTMLParagraphElement>(null)
  useLayoutEffect(() => message.current?.focus(), [wrong])
  const here = client.account.value ? 0 : client.tasks.value.size

  const submit = async () => {
    setBusy(true)
    setWrong(null)
    const { language } = client.preferences.value
    const outcome = isNew
      ? await client.signUp({ email, password, zone: deviceZone(), locale: language })
      : await client.signIn({ email, password })
    setBusy(false)
    if (isRefused(outcome)) setWrong(outcome)
    else go({ at: 'today' })
  }
  const faultOf = (path: string) => wrong?.errors.find(error => error.path.endsWith(path))?.message

  return (
    <main class="account-screen">
      <LanguageSwitch />
      <form
        class="account-form"
        onSubmit={event => {
          event.preventDefault()
          void submit()
        }}
      >
        <button type="button" class="button quiet account-back" onClick={() => go({ at: 'today' })}>
          <Icon name="back" size={18} />
          {a.back}
        </button>
        <h1>{isNew ? a.signUpTitle : a.signInTitle}</h1>
        <p class="account-why">
          {isNew && a.signUpWhy} {here > 0 && a.signUpKeeps(here, format.value.number(here))}
        </p>
        {wrong && (
          <p ref={message} class="account-wrong" role="alert" tabIndex={-1}>
            {problemInWords(wrong, w)}
          </p>
        )}
        <div class="field">
          <label for="email">{a.email}</label>
          <input
            id="email"
            class="input"
            type="email"
            dir="ltr"
            required
            autocomplete="username"
            aria-invalid={faultOf('email') !== undefined}
            value={email}
            onInput={event => setEmail(event.currentTarget.value)}
          />
        </div>
        <PasswordField
          label={a.password}
          isNew={isNew}
          value={password}
          wrong={faultOf('password')}
          onChange={setPassword}
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
