import { useId, useState } from 'preact/hooks'
import { Icon } from '../icons/icon.tsx'
import { words } from '../words/current.ts'

interface Props {
  label: string
  isNew: boolean
  value: string
  wrong?: string | undefined
  onChange: (value: string) => void
}

/** A password field that can show the password. */
export function PasswordField({ label, isNew, value, wrong, onChange }: Props) {
  const { account } = words.value
  const id = useId()
  const [isVisible, setVisible] = useState(false)
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="password" dir="ltr">
        <input
          id={id}
          class="input"
          type={(isVisible ? 'text' : 'password') as 'password'}
          dir="ltr"
          required
          autocomplete={isNew ? 'new-password' : 'current-password'}
          aria-describedby={wrong || isNew ? `${id}-rule` : undefined}
          aria-invalid={wrong !== undefined}
          value={value}
          onInput={event => onChange(event.currentTarget.value)}
        />
        <button
          type="button"
          class="icon-button"
          aria-label={isVisible ? account.hidePassword : account.showPassword}
          aria-pressed={isVisible}
          onClick={() => setVisible(!isVisible)}
        >
          <Icon name="eye" size={18} />
        </button>
      </div>
      {(wrong || isNew) && (
        <p class={wrong ? 'wrong' : 'help'} id={`${id}-rule`}>
          {wrong ?? account.passwordRule}
        </p>
      )}
    </div>
  )
}
