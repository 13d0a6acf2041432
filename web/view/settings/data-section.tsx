import { useState } from 'preact/hooks'
import { isRefused, type Refusal } from '../../model/refusal.ts'
import { useClient } from '../client-context.ts'
import { Problem } from '../parts/problem.tsx'
import { words } from '../words/current.ts'
import { ImportTasks } from './import-tasks.tsx'

const formats = ['json', 'ics', 'csv'] as const

/** Exports all tasks to a file, and imports files. */
export function DataSection() {
  const client = useClient()
  const { settings } = words.value
  const [wrong, setWrong] = useState<Refusal>()
  const [isIncomplete, setIncomplete] = useState(false)
  const exportAs = async (kind: (typeof formats)[number]) => {
    const outcome = await client.exportAll(kind)
    setWrong(isRefused(outcome) ? outcome : undefined)
    setIncomplete(!isRefused(outcome) && outcome.incomplete)
    if (isRefused(outcome)) return
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
      {wrong && <Problem refusal={wrong} class="settings-wrong" />}
      {isIncomplete && (
        <p class="settings-wrong" role="alert">
          {settings.exportIncomplete}
        </p>
      )}
      <ImportTasks />
    </section>
  )
}
