import { useState } from 'preact/hooks'
import { isRefused } from '../../model/refusal.ts'
import { useClient } from '../client-context.ts'
import { problemInWords } from '../format/problem.ts'
import { words } from '../words/current.ts'
import { ImportTasks } from './import-tasks.tsx'

const formats = ['json', 'ics', 'csv'] as const

/** Exports all tasks to a file, and imports files. */
export function DataSection() {
  const client = useClient()
  const { settings } = words.value
  const [wrong, setWrong] = useState('')
  const exportAs = async (kind: (typeof formats)[number]) => {
    const outcome = await client.exportAll(kind)
    if (isRefused(outcome)) return setWrong(problemInWords(outcome, words.value))
    setWrong(outcome.incomplete ? words.value.settings.exportIncomplete : '')
    const link = document.createElement('a')
    link.href = URL.createObjectURL(outcome.file)
    link.download = outcome.name
    link.click()
    URL.revokeObjectURL(link.href)
  }
  return (
    <section class="settings-section">
      <h2>{settings.data}</h2>
      <div class="setting">
        <div>
          {settings.export}
          <span class="help">{settings.exportHelp}</span>
        </div>
        <div class="setting-row">
          {formats.map(kind => (
            <button key={kind} type="button" class="button" onClick={() => void exportAs(kind)}>
              {{ json: 'JSON', ics: 'iCalendar', csv: 'CSV' }[kind]}
            </button>
          ))}
        </div>
      </div>
      {wrong && (
        <p class="settings-wrong" role="alert">
          {wrong}
        </p>
      )}
      <ImportTasks />
    </section>
  )
}
