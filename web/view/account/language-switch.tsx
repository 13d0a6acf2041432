import { useClient } from '../client-context.ts'

/** Names the other language in that language. */
export function LanguageSwitch() {
  const client = useClient()
  const { language } = client.preferences.value
  const other = language === 'en' ? 'ur' : 'en'
  return (
    <button
      type="button"
      class="link-button language-switch"
      lang={other}
      onClick={() => client.prefer({ language: other, numerals: other === 'ur' ? 'arabext' : 'latn' })}
    >
      {other === 'ur' ? 'اردو' : 'English'}
    </button>
  )
}
