import { useState } from 'preact/hooks'
import type { Profile, ProfilePatch } from '../../model/account.ts'
import { isRefused, type Refusal } from '../../model/refusal.ts'
import { useClient } from '../client-context.ts'
import { beforeInWords, choices } from '../format/reminder.ts'
import { Problem } from '../parts/problem.tsx'
import { ZoneSelect } from '../parts/zone-select.tsx'
import { format, words } from '../words/current.ts'

/** The person's time zone, morning, default reminder and quiet hours. */
export function DaySection({ profile }: { profile: Profile }) {
  const client = useClient()
  const w = words.value
  const s = w.settings
  const [wrong, setWrong] = useState<Refusal>()
  const change = async (patch: ProfilePatch) => {
    const outcome = await client.changeProfile(patch)
    setWrong(isRefused(outcome) ? outcome : undefined)
  }
  const { quietHours, defaultReminder } = profile
  return (
    <section class="settings-section">
      <h2>{s.days}</h2>
      <div class="setting">
        <label for="own-zone">{s.zone}</label>
        <ZoneSelect id="own-zone" value={profile.zone} onChange={zone => void change({ zone })} />
      </div>
      <div class="setting">
        <label for="morning">
          {s.morning}
          <span class="help">{s.morningHelp}</span>
        </label>
        <input
          id="morning"
          class="input"
          type="time"
          required
          value={profile.morning}
          onChange={event => event.currentTarget.value && void change({ morning: event.currentTarget.value })}
        />
      </div>
      <div class="setting">
        <label for="default-reminder">{s.defaultReminder}</label>
        <select
          id="default-reminder"
          class="input"
          value={defaultReminder ?? ''}
          onChange={event => void change({ defaultReminder: event.currentTarget.value || null })}
        >
          <option value="">{s.noReminder}</option>
          {[...new Set([...choices, ...(defaultReminder ? [defaultReminder] : [])])].map(before => (
            <option key={before} value={before}>
              {beforeInWords(before, w, format.value)}
            </option>
          ))}
        </select>
      </div>
      <div class="setting">
        <div>
          {s.quiet}
          <span class="help">{s.quietHelp}</span>
        </div>
        <div class="setting-row">
          <label class="check">
            <input
              type="checkbox"
              checked={quietHours !== null}
              onChange={event =>
                void change({ quietHours: event.currentTarget.checked ? { from: '22:00', to: '07:00' } : null })
              }
            />
            {quietHours ? s.on : s.off}
          </label>
        </div>
      </div>
      {quietHours && (
        <div class="setting-row">
          <label class="field">
            <span class="label">{s.quietFrom}</span>
            <input
              class="input"
              type="time"
              required
              value={quietHours.from}
              onChange={event =>
                event.currentTarget.value && void change({ quietHours: { from: event.currentTarget.value } })
              }
            />
          </label>
          <label class="field">
            <span class="label">{s.quietTo}</span>
            <input
              class="input"
              type="time"
              required
              value={quietHours.to}
              onChange={event =>
                event.currentTarget.value && void change({ quietHours: { to: event.currentTarget.value } })
              }
            />
          </label>
        </div>
      )}
      {wrong && <Problem refusal={wrong} class="settings-wrong" />}
    </section>
  )
}
