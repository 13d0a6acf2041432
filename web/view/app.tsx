import './tokens.css'
import './base.css'
import './parts/button.css'
import './parts/field.css'
import { effect } from '@preact/signals'
import { useLayoutEffect } from 'preact/hooks'
import type { Client } from '../model/client.ts'
import { Welcome } from './account/welcome.tsx'
import { ClientProvider } from './client-context.ts'
import { followKeys } from './keys/follow-keys.ts'
import { followInstall } from './notices/install.ts'
import { followTime } from './now.ts'
import { Boundary } from './parts/boundary.tsx'
import { lazy } from './parts/lazy.tsx'
import { followAddress, isConsent, route } from './route.ts'
import { Shell } from './shell/shell.tsx'
import { likesContrast } from './state/screen.ts'
import { followLanguage } from './words/current.ts'

const ConsentScreen = lazy(async () => (await import('./consent/consent-screen.tsx')).ConsentScreen)
const AccountScreen = lazy(async () => (await import('./account/account-screen.tsx')).AccountScreen)

/** The whole user interface. */
export function App({ client }: { client: Client }) {
  useLayoutEffect(() => {
    const follows = [
      followAddress(),
      followTime(),
      followInstall(),
      followLanguage(client),
      followTheme(client),
      // The keys act on tasks, which the question of a program hides.
      ...(isConsent() ? [] : [followKeys(client)]),
    ]
    return () => {
      for (const stop of follows) stop()
    }
  }, [])
  return (
    <ClientProvider value={client}>
      <Boundary>
        <Screen client={client} />
      </Boundary>
    </ClientProvider>
  )
}

function Screen({ client }: { client: Client }) {
  const { at } = route.value
  // Reading the device's storage takes milliseconds: until then nothing is better than the wrong screen.
  if (!client.ready.value) return null
  if (isConsent()) return <ConsentScreen />
  if (at === 'sign-in' || at === 'sign-up') return <AccountScreen kind={at} />
  const isNew = !client.account.value && client.tasks.value.size === 0
  return isNew && at !== 'settings' ? <Welcome /> : <Shell />
}

/** Sets the attributes that the style sheets read the theme from. */
function followTheme(client: Client): () => void {
  return effect(() => {
    const { theme } = client.preferences.value
    const { dataset } = document.documentElement
    if (theme === 'light' || theme === 'dark') dataset.theme = theme
    else delete dataset.theme
    if (theme === 'contrast' || likesContrast.value) dataset.contrast = 'more'
    else delete dataset.contrast
  })
}
