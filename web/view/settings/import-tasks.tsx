import { useRef, useState } from 'preact/hooks'
import {
  columnsParameter,
  distinctColumns,
  hasUnmappedColumn,
  type ReadColumn,
  readColumnAs,
} from '../../model/columns.ts'
import type { ImportProgress } from '../../model/import-progress.ts'
import { isRefused, type Refusal } from '../../model/refusal.ts'
import type { ImportFile, ImportReport } from '../../model/server.ts'
import { useClient } from '../client-context.ts'
import { Problem } from '../parts/problem.tsx'
import { format, words } from '../words/current.ts'
import { ImportColumns } from './import-columns.tsx'
import { ImportPreview } from './import-preview.tsx'
import { ImportRunning } from './import-running.tsx'

/** Imports a file after a preview: nothing is imported before the person has seen its effect. */
export function ImportTasks() {
  const client = useClient()
  const { settings } = words.value
  const [file, setFile] = useState<ImportFile | null>(null)
  const [report, setReport] = useState<ImportReport | null>(null)
  const [columns, setColumns] = useState<readonly ReadColumn[]>([])
  const [message, setMessage] = useState('')
  const [wrong, setWrong] = useState<Refusal>()
  const [progress, setProgress] = useState<ImportProgress | null>(null)

  const latest = useRef<ImportFile>(null)
  const stop = useRef<AbortController>(null)

  const settle = <T extends ImportReport>(outcome: T | Refusal): T | null => {
    const refused = isRefused(outcome)
    // A table without a title column is no error: the column mapping asks for it.
    setWrong(refused && !outcome.columns ? outcome : undefined)
    return refused ? null : outcome
  }
  const preview = async (chosen: ImportFile) => {
    latest.current = chosen
    setMessage('')
    setFile(chosen)
    const outcome = await client.importPreview(chosen)
    // The person may have chosen another file or mapping meanwhile.
    if (latest.current !== chosen) return
    const read = distinctColumns(outcome.columns ?? [])
    // Once the mapping was shown it stays, even when nothing is unmapped.
    setColumns(chosen.columns || hasUnmappedColumn(read) ? read : [])
    setReport(settle(outcome))
  }
  const choose = (heading: string, as: string | null) => {
    if (!file) return
    const next = readColumnAs(columns, heading, as)
    setColumns(next)
    void preview({ ...file, columns: columnsParameter(next) })
  }
  const importChosen = async () => {
    if (!file) return
    const waiting = new AbortController()
    stop.current = waiting
    setProgress({ at: 'server' })
    const outcome = await client.import(file, setProgress, waiting.signal)
    setProgress(null)
    if (waiting.signal.aborted) return setMessage(settings.importStopped)
    const done = settle(outcome)
    if (!done) return
    setReport(null)
    setFile(null)
    setColumns([])
    setMessage(done.isHere ? inWords(done) : settings.importLate)
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
            disabled={progress !== null}
            accept=".json,.ics,.csv,application/json,text/calendar,text/csv"
            onChange={async event => {
              const input = event.currentTarget
              const [picked] = input.files ?? []
              if (picked) await preview({ text: await picked.text(), format: formatOf(picked.name), skipInvalid: true })
              input.value = ''
            }}
          />
        </label>
      </div>
      {progress && <ImportRunning progress={progress} onStop={() => stop.current?.abort()} />}
      {!progress && columns.length > 0 && <ImportColumns columns={columns} onChoose={choose} />}
      {!progress && report && file && (
        <ImportPreview
          report={report}
          skipInvalid={file.skipInvalid ?? false}
          onSkipInvalid={skipInvalid => void preview({ ...file, skipInvalid })}
          onImport={() => void importChosen()}
        />
      )}
      {wrong && <Problem refusal={wrong} class="settings-wrong" />}
      <p class="settings-message" role="status">
        {!wrong && message}
      </p>
    </>
  )
}

function inWords({ created, updated }: ImportReport): string {
  const count = created + updated
  return words.value.settings.importDone(count, format.value.number(count))
}

function formatOf(name: string): ImportFile['format'] {
  if (/\.ics$/i.test(name)) return 'ics'
  return /\.json$/i.test(name) ? 'json' : 'csv'
}
