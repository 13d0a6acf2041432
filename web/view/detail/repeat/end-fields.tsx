import { addMonths } from '../../schedule/month.ts'
import { words } from '../../words/current.ts'
import type { End } from './rule-form.ts'

interface Props {
  end: End
  after: string
  onChange: (end: End) => void
}

/** The end of a series: never, on a date, or after a number of occurrences. */
export function EndFields({ end, after, onChange }: Props) {
  const { editor } = words.value
  const first: Record<string, End> = {
    never: { kind: 'never' },
    on: { kind: 'on', date: addMonths(after, 3) },
    after: { kind: 'after', count: 10 },
  }
  return (
    <>
      <label>
        <span>{editor.ends}</span>
        <select
          class="input"
          value={end.kind}
          onChange={event => onChange(first[event.currentTarget.value] ?? { kind: 'never' })}
        >
          <option value="never">{editor.endNever}</option>
          <option value="on">{editor.endOn}</option>
          <option value="after">{editor.endAfter}</option>
        </select>
      </label>
      {end.kind === 'on' && (
        <label>
          <span>{editor.date}</span>
          <input
            class="input"
            type="date"
            min={after}
            value={end.date}
            onChange={event => event.currentTarget.value && onChange({ kind: 'on', date: event.currentTarget.value })}
          />
        </label>
      )}
      {end.kind === 'after' && (
        <label class="interval">
          <span>{editor.endAfter}</span>
          <input
            class="input"
            type="number"
            min={1}
            max={1000}
            value={end.count}
            onChange={event =>
              onChange({ kind: 'after', count: Math.max(1, Math.round(event.currentTarget.valueAsNumber) || 1) })
            }
          />
          <span>{editor.times(end.count)}</span>
        </label>
      )}
    </>
  )
}
