import './settings.css'
import { useClient } from '../client-context.ts'
import { Icon } from '../icons/icon.tsx'
import { open } from '../state/screen.ts'
import { useTitle } from '../tasks/list-title.ts'
import { words } from '../words/current.ts'
import { AccountSection } from './account-section.tsx'
import { CalendarSection } from './calendar-section.tsx'
import { ChannelsSection } from './channels-section.tsx'
import { DataSection } from './data-section.tsx'
import { DaySection } from './day-section.tsx'
import { DeleteSection } from './delete-section.tsx'
import { LookSection } from './look-section.tsx'
import { ProgramsSection } from './programs-section.tsx'
import { TagsSection } from './tags-section.tsx'
import { TokensSection } from './tokens-section.tsx'

/** The settings. Without an account the settings of accounts are left out. */
export function SettingsScreen() {
  const { account, profile } = useClient()
  const title = useTitle()
  const { settings } = words.value
  return (
    <main class="list-screen" id="list" tabIndex={-1}>
      <div class="scroller">
        <div class="list-column settings">
          <header class="list-head">
            <h1>{title}</h1>
          </header>
          <AccountSection />
          <LookSection />
          {profile.value && <DaySection profile={profile.value} />}
          {account.value && <ChannelsSection />}
          <TagsSection />
          {account.value && <CalendarSection />}
          {account.value && <ProgramsSection />}
          {account.value && <TokensSection />}
          <DataSection />
          {account.value && <DeleteSection />}
          <button type="button" class="button quiet settings-keys" onClick={() => open('keys')}>
            <Icon name="key" size={18} />
            {settings.keys}
          </button>
        </div>
      </div>
    </main>
  )
}
