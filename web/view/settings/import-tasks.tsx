import { useRef, useState } from 'preact/hooks'
import { columnsParameter, distinctColumns, hasUnmappedColumn, type ReadColumn, readColumnAs } from '../../model/columns.ts'
import { isRefused } from '../../model/refusal.ts'
import type { ImportFile, ImportReport } from '../../model/server.ts'
import { useClient } from '../client-context.ts'
import { problemInWords } from '../format/problem.ts'
import { words } from '../words/current.ts'
import { ImportColumns } from './import-columns.tsx'
import { ImportPreview } from './import-preview.tsx'

/** A file is looked at first: nothing is imported before somebody has seen what would happen. */
export function ImportTasks() {
  const client = useClient()
  const { settings } = words.value
  const [file, setFile] = useState<ImportFile | null>(null)
  const [report, setReport] = useState<ImportReport | null>(null)
  const [columns, setColumns] = useState<readonly ReadColumn[]>([])
  const [said, setSaid] = useState('')
  const [wrong, setWrong] = useState('')

  const lookedAt = useRef<ImportFile>(null)

  const settle = (outcome: Awaited<ReturnType<typeof client.import>>): ImportReport | null => {
    const refused = isRefused(outcome)
    // A table without a title is nothing to be sorry for: the columns say what to choose.
    setWrong(refused && !outcome.columns ? problemInWords(outcome, words.value) : '')
    return refused ? null : outcome
  }
  const look = async (chosen: ImportFile) => {
    lookedAt.current = chosen
    setSaid('')
    setFile(chosen)
    const outcome = await client.importPreview(chosen)
    // Meanwhile another file, or something else for a column, may have been chosen.
    if (lookedAt.current !== chosen) return
    const read = distinctColumns(outcome.columns ?? [])
    // Once somebody has seen the columns they stay, also when nothing is left to choose.
    setColumns(chosen.columns || hasUnmappedColumn(read) ? read : [])
    setReport(settle(outcome))
  }
  const choose = (heading: string, as: string | null) => {
    if (!file) return
    const next = readColumnAs(columns, heading, as)
    setColumns(next)
    void look({ ...file, columns: columnsParameter(next) })
  }
  const take = async () => {
    if (!file) return
    if (!settle(await client.import(file))) return
    setReport(null)
    setFile(null)
    setColumns([])
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
            class="visually-hidden"
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
      {columns.length > 0 && <ImportColumns columns={columns} onChoose={choose} />}
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
