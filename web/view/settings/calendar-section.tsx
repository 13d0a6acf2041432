import { useState } from 'preact/hooks'
import { useClient } from '../client-context.ts'
import { format, words } from '../words/current.ts'
import { ShownOnce } from './shown-once.tsx'
import { useServerData } from './use-server-data.ts'

/** A calendar that other programs subscribe to. Its address is shown when it is made, and never again. */
export function CalendarSection() {
  const { calendarFeed } = useClient()
  const { settings } = words.value
  const { known, wrong, act } = useServerData(() => calendarFeed.get())
  const [url, setUrl] = useState('')
  const since = known?.createdAt
  return (
    <section class="settings-section">
      <h2>{settings.calendar}</h2>
      <p class="about">{settings.calendarHelp}</p>
      {known && <p>{since ? settings.calendarSince(format.value.moment(since)) : settings.calendarNone}</p>}
      <div class="setting-row">
        <button type="button" class="button" onClick={async () => setUrl((await act(calendarFeed.renew()))?.url ?? '')}>
          {since ? settings.calendarRenew : settings.calendarMake}
        </button>
        {since && (
          <button
            type="button"
            class="button quiet danger"
            onClick={() => {
              setUrl('')
              void act(calendarFeed.remove())
            }}
          >
            {settings.calendarRemove}
          </button>
        )}
      </div>
      {url && <ShownOnce help={settings.calendarOnce} secret={url} />}
      {wrong && <p class="settings-wrong">{wrong}</p>}
    </section>
  )
}
