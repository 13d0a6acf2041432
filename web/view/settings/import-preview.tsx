import type { ImportReport } from '../../model/server.ts'
import { Bidi } from '../parts/bidi.tsx'
import { format, words } from '../words/current.ts'

const kinds = ['created', 'updated', 'skipped', 'refused'] as const

interface Props {
  report: ImportReport
  skipInvalid: boolean
  onSkipInvalid: (skip: boolean) => void
  onImport: () => void
}

/** The effect of an import before it runs: counts, and the faults of each row. */
export function ImportPreview({ report, skipInvalid, onSkipInvalid, onImport }: Props) {
  const { settings } = words.value
  const f = format.value
  return (
    <div class="import-report">
      <h3>{settings.importPreview}</h3>
      <dl class="import-counts" aria-live="polite" aria-atomic="true">
        {kinds.map(kind => (
          <div key={kind}>
            <dt>{settings.importCounts[kind]}</dt>
            <dd>{f.number(report[kind])}</dd>
          </div>
        ))}
      </dl>
      <ul class="import-rows">
        {report.rows.map((row, index) => (
          <li key={index}>
            <span class="place">{settings.importLine(f.number(row.line ?? (row.index ?? index) + 1))}</span>
            {row.title && <Bidi>{row.title}</Bidi>}
            <span class="place">{settings.importCounts[row.status]}</span>
            {row.errors.map(({ path, message }) => (
              <span class="settings-wrong" dir="ltr" key={path}>
                {path} {message}
              </span>
            ))}
          </li>
        ))}
      </ul>
      {report.refused > 0 && (
        <label class="check">
          <input type="checkbox" checked={skipInvalid} onChange={event => onSkipInvalid(event.currentTarget.checked)} />
          {settings.importSkip}
        </label>
      )}
      <div class="setting-row">
        <button
          type="button"
          class="button primary"
          disabled={!(report.created + report.updated) || (report.refused > 0 && !skipInvalid)}
          onClick={onImport}
        >
          {settings.importNow}
        </button>
      </div>
    </div>
  )
}
