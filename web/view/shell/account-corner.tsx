import { useClient } from '../client-context.ts'
import { go } from '../route.ts'
import { words } from '../words/current.ts'
import { NavLink } from './nav-link.tsx'

/** Below the lists: the settings; without an account also a hint that the tasks are only on this device. */
export function AccountCorner() {
  const { account } = useClient()
  const w = words.value
  return (
    <div class="account-corner">
      {!account.value && (
        <p>
          {w.state.onlyHere}{' '}
          <button type="button" class="link-button" onClick={() => go({ at: 'sign-up' })}>
            {w.state.keepThem}
          </button>
        </p>
      )}
      <NavLink to={{ at: 'settings' }} icon="settings" label={w.settings.title} />
    </div>
  )
}
