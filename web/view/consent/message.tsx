import type { ComponentChildren } from 'preact'
import { LanguageSwitch } from '../account/language-switch.tsx'
import { FocusedHeading } from './focused-heading.tsx'

interface Props {
  title: string
  children: ComponentChildren
  action: string
  onAct: () => void
}

/** A page that says one thing and offers one action. A screen reader starts at its heading. */
export function Message({ title, children, action, onAct }: Props) {
  return (
    <main class="account-screen">
      <LanguageSwitch />
      <div class="account-form consent">
        <FocusedHeading>{title}</FocusedHeading>
        <div class="account-why">{children}</div>
        <button type="button" class="button primary" onClick={onAct}>
          {action}
        </button>
      </div>
    </main>
  )
}
