import { useClient } from '../client-context.ts'
import { words } from '../words/current.ts'
import { Choice } from './choice.tsx'

/** Language, theme and numerals: choices of this device. */
export function LookSection() {
  const client = useClient()
  const { settings } = words.value
  const { language, theme, numerals } = client.preferences.value
  return (
    <section class="settings-section">
      <h2>{settings.look}</h2>
      <Choice
        label={settings.language}
        value={language}
        choices={[
          ['en', 'English'],
          ['ur', 'اردو'],
        ]}
        onChoose={chosen => {
          client.prefer({ language: chosen, numerals: chosen === 'ur' ? 'arabext' : 'latn' })
          if (client.profile.peek()) void client.changeProfile({ locale: chosen })
        }}
      />
      <Choice
        label={settings.theme}
        value={theme}
        choices={(['system', 'light', 'dark', 'contrast'] as const).map(name => [name, settings.themes[name]])}
        onChoose={chosen => client.prefer({ theme: chosen })}
      />
      <Choice
        label={settings.numerals}
        value={numerals}
        choices={[
          ['latn', '123'],
          ['arabext', '۱۲۳'],
        ]}
        onChoose={chosen => client.prefer({ numerals: chosen })}
      />
    </section>
  )
}
