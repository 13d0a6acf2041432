import { useState } from 'preact/hooks'
import { isRefused } from '../../model/refused.ts'
import type { ImportFile, ImportReport } from '../../model/server.ts'
import { useClient } from '../client-context.ts'
import { problemInWords } from '../format/problem.ts'
import { words } from '../words/spoken.ts'
import { ImportPreview } from './import-preview.tsx'

/** A file is looked at first: nothing is imported before somebody has seen what would happen. */
export function ImportTasks() {
  const client = useClient()
  const { settings } = words.value
  const [file, setFile] = useState<ImportFile | null>(null)
  const [report, setReport] = useState<ImportReport | null>(null)
  const [said, setSaid] = useState('')
  const [wrong, setWrong] = useState('')

  const settle = (outcome: Awaited<ReturnType<typeof client.import>>): ImportReport | null => {
    const refused = isRefused(outcome)
    setWrong(refused ? problemInWords(outcome, words.value) : '')
    return refused ? null : outcome
  }
  const look = async (chosen: ImportFile) => {
    setSaid('')
    setFile(chosen)
    setReport(settle(await client.importPreview(chosen)))
  }
  const take = async () => {
    if (!file) return
    if (!settle(await client.import(file))) return
    setReport(null)
    setFile(null)
    setSaid(settings.importDone)
  }

  return (
    <>
      <div class="setting">
        <div>
          {settings.import}
          <span class="help">{settings.importHelp}</span>
        </div>
        <label class="button">
          {settings.importChoose}
          <input
            class="unseen"
            type="file"
            accept=".json,.ics,.csv,application/json,text/calendar,text/csv"
            onChange={async event => {
              const input = event.currentTarget
              const [picked] = input.files ?? []
              if (picked) await look({ text: await picked.text(), format: formatOf(picked.name), skipInvalid: true })
              input.value = ''
            }}
          />
        </label>
      </div>
      {report && file && (
        <ImportPreview
          report={report}
          skipInvalid={file.skipInvalid ?? false}
          onSkipInvalid={skipInvalid => void look({ ...file, skipInvalid })}
          onImport={() => void take()}
        />
      )}
      <p class={wrong ? 'settings-wrong' : 'settings-said'} role="status">
        {wrong || said}
      </p>
    </>
  )
}

function formatOf(name: string): ImportFile['format'] {
  if (/\.ics$/i.test(name)) return 'ics'
  return /\.json$/i.test(name) ? 'json' : 'csv'
}
