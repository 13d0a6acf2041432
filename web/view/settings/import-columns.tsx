import { choosableFields, type ReadColumn } from '../../model/columns.ts'
import { Bidi } from '../parts/bidi.tsx'
import { words } from '../words/current.ts'

interface Props {
  columns: readonly ReadColumn[]
  onChoose: (heading: string, as: string | null) => void
}

/** Maps each column of a file to a field of a task. */
export function ImportColumns({ columns, onChoose }: Props) {
  const { settings } = words.value
  const hasTitle = columns.some(({ as }) => as === 'title')
  return (
    <fieldset class="import-columns" aria-describedby="import-columns-help">
      <legend>{settings.importColumns}</legend>
      <p id="import-columns-help" class={hasTitle ? 'help' : 'settings-wrong'}>
        {hasTitle ? settings.importColumnsHelp : settings.importNoTitle}
      </p>
      {columns.map(({ heading, as }) => (
        <label key={heading}>
          <span>
            <Bidi>{heading}</Bidi>
          </span>
          <select
            class="input"
            value={as ?? ''}
            data-unmapped={as === null || undefined}
            onChange={event => onChoose(heading, event.currentTarget.value || null)}
          >
            <option value="">{settings.importLeaveOut}</option>
            {choosableFields.map(column => (
              <option key={column} value={column}>
                {settings.importAs[column]}
              </option>
            ))}
            {as !== null && !choosableFields.some(column => column === as) && <option value={as}>{as}</option>}
          </select>
        </label>
      ))}
    </fieldset>
  )
}
