import { useState } from 'preact/hooks'
import { useClient } from '../client-context.ts'
import { Problem } from '../parts/problem.tsx'
import { format, words } from '../words/current.ts'
import { ShownOnce } from './shown-once.tsx'
import { useServerData } from './use-server-data.ts'

/** The calendar feed for other programs. Its URL is shown only when it is created. */
export function CalendarSection() {
  const { calendarFeed } = useClient()
  const { settings } = words.value
  const { data, problem, hasActed, run } = useServerData(() => calendarFeed.get())
  const [url, setUrl] = useState('')
  const since = data?.createdAt
  return (
    <section class="settings-section">
      <h2>{settings.calendar}</h2>
      <p class="about">{settings.calendarHelp}</p>
      {data && <p>{since ? settings.calendarSince(format.value.moment(since)) : settings.calendarNone}</p>}
      <div class="setting-row">
        <button type="button" class="button" onClick={async () => setUrl((await run(calendarFeed.renew()))?.url ?? '')}>
          {since ? settings.calendarRenew : settings.calendarMake}
        </button>
        {since && (
          <button
            type="button"
            class="button quiet danger"
            onClick={() => {
              setUrl('')
              void run(calendarFeed.remove())
            }}
          >
            {settings.calendarRemove}
          </button>
        )}
      </div>
      {url && <ShownOnce help={settings.calendarOnce} secret={url} />}
      {problem && <Problem refusal={problem} class="settings-wrong" quiet={!hasActed} />}
    </section>
  )
}
