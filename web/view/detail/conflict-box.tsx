import type { Conflict } from '../../model/local-task.ts'
import { useClient } from '../client-context.ts'
import { fieldInWords } from '../format/field.ts'
import { Icon } from '../icons/icon.tsx'
import { Bidi } from '../parts/bidi.tsx'
import { format, words } from '../words/current.ts'

const sides = ['mine', 'theirs'] as const

/** A conflict: both values, and the one shown until the person chooses. */
export function ConflictBox({ id, conflict }: { id: string; conflict: Conflict }) {
  const client = useClient()
  const w = words.value
  const name = fieldInWords(conflict.field, w)
  return (
    <section class="box">
      <h3>
        <Icon name="split" size={16} />
        {w.editor.conflictTitle(name)}
      </h3>
      {sides.map(side => (
        <div class="conflict-value" key={side}>
          <span>
            {side === 'mine' ? w.editor.here : w.editor.elsewhere}
            {conflict.kept === side && ` · ${w.editor.kept}`}
          </span>
          <span class="value">
            <Bidi>{valueInWords(conflict[side])}</Bidi>
          </span>
          <button type="button" class="button" onClick={() => client.resolveConflict(id, conflict.field, side)}>
            {w.editor.keepThis}
          </button>
        </div>
      ))}
    </section>
  )
}

function valueInWords(value: unknown): string {
  const [w, f] = [words.value, format.value]
  if (value === null || value === undefined || value === '') return w.editor.nothing
  if (typeof value !== 'object') return String(value)
  if ('date' in value && typeof value.date === 'string') {
    const date = f.shortDay(value.date)
    return 'time' in value && typeof value.time === 'string' ? w.dateAndTime(date, f.time(value.time)) : date
  }
  return 'rule' in value ? String(value.rule) : JSON.stringify(value)
}
