import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { type AccountFaults, passwordFault } from '../../model/account-faults.ts'
import { isRefused, type Refusal } from '../../model/refusal.ts'
import { PasswordField } from '../account/password-field.tsx'
import { useClient } from '../client-context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Problem } from '../parts/problem.tsx'
import { go } from '../route.ts'
import { format, words } from '../words/current.ts'

/** The signed-in account, signing out and the password; without an account, signing up or in. */
export function AccountSection() {
  const client = useClient()
  const { settings, account: a } = words.value
  const account = client.account.value
  const [unsent, setUnsent] = useState(0)
  const [changing, setChanging] = useState(false)
  const leave = async (force: boolean) => {
    const outcome = await client.signOut({ force })
    if ('unsent' in outcome) return setUnsent(outcome.unsent)
    setUnsent(0)
    go({ at: 'today' })
  }
  return (
    <section class="settings-section">
      <h2>{settings.account}</h2>
      {account ? (
        <div class="setting-row">
          <span dir="ltr">{account.email ?? account.id}</span>
          <button type="button" class="button" onClick={() => void leave(false)}>
            {a.signOut}
          </button>
          <button type="button" class="button quiet" aria-expanded={changing} onClick={() => setChanging(!changing)}>
            {a.changePassword}
          </button>
        </div>
      ) : (
        <>
          <p>{settings.accountNone}</p>
          <div class="setting-row">
            <button type="button" class="button primary" onClick={() => go({ at: 'sign-up' })}>
              {a.signUp}
            </button>
            <button type="button" class="button" onClick={() => go({ at: 'sign-in' })}>
              {a.signIn}
            </button>
          </div>
        </>
      )}
      {changing && <ChangePassword />}
      {unsent > 0 && (
        <Dialog label={a.unsentTitle(unsent, format.value.number(unsent))} headed onClose={() => setUnsent(0)}>
          <p>{a.unsentText}</p>
          <div class="dialog-actions">
            <button type="button" class="button danger" onClick={() => void leave(true)}>
              {a.signOutAnyway}
            </button>
            <button type="button" class="button primary" autofocus onClick={() => setUnsent(0)}>
              {a.stay}
            </button>
          </div>
        </Dialog>
      )}
    </section>
  )
}

function ChangePassword() {
  const client = useClient()
  const { account: a } = words.value
  const [old, setOld] = useState('')
  const [fresh, setFresh] = useState('')
  const [message, setMessage] = useState('')
  const [problem, setProblem] = useState<Refusal>()
  const [wrong, setWrong] = useState<{ old?: string | undefined; fresh?: string | undefined }>({})
  const form = useRef<HTMLFormElement>(null)
  useLayoutEffect(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus(), [wrong])
  const change = async () => {
    const inWords = ({ password }: AccountFaults) => password && a.passwordFaults[password]
    const found = { old: inWords(passwordFault(old, false)), fresh: inWords(passwordFault(fresh, true)) }
    setWrong(found)
    setMessage('')
    setProblem(undefined)
    if (found.old || found.fresh) return
    const outcome = await client.changePassword(old, fresh)
    if (!isRefused(outcome)) return setMessage(a.passwordChanged)
    if (outcome.refused === 'wrong-credentials') setWrong({ old: a.passwordFaults.wrong })
    else setProblem(outcome)
  }
  return (
    <form
      ref={form}
      class="inline-form"
      noValidate
      onSubmit={event => {
        event.preventDefault()
        void change()
      }}
    >
      <PasswordField label={a.currentPassword} isNew={false} value={old} wrong={wrong.old} onChange={setOld} />
      <PasswordField label={a.newPassword} isNew value={fresh} wrong={wrong.fresh} onChange={setFresh} />
      <button type="submit" class="button">
        {a.changePassword}
      </button>
      {problem && <Problem refusal={problem} />}
      <p role="status">{message}</p>
    </form>
  )
}
