import '../../parts/segments.css'
import { addDays, weekdayOf } from '../../../../functions/domain/zone.ts'
import { format, words } from '../../words/current.ts'
import { days, nthOf, type RuleForm } from './rule-form.ts'

interface Props {
  form: RuleForm
  onChange: (patch: Partial<RuleForm>) => void
}

/** Any Monday: it gives the names of the weekdays. */
const monday = '2026-11-16'

export function WeekFields({ form, onChange }: Props) {
  const f = format.value
  return (
    <fieldset class="segments" aria-label={words.value.editor.onDays}>
      {days.map((day, index) => {
        const isOn = form.weekdays.includes(day)
        const date = addDays(monday, index)
        return (
          <label key={day} title={f.weekday(date, 'long')}>
            <input
              type="checkbox"
              checked={isOn}
              aria-label={f.weekday(date, 'long')}
              onChange={() => {
                const weekdays = isOn ? form.weekdays.filter(name => name !== day) : [...form.weekdays, day]
                if (weekdays.length) onChange({ weekdays })
              }}
            />
            <span aria-hidden="true">{f.weekday(date, 'short')}</span>
          </label>
        )
      })}
    </fieldset>
  )
}

export function MonthFields({ form, date, onChange }: Props & { date: string }) {
  const [{ editor }, f] = [words.value, format.value]
  const { nth } = nthOf(date)
  const weekday = f.weekday(addDays(monday, weekdayOf(date) - 1), 'long')
  const choices: [RuleForm['month'], string][] = [
    ['day', editor.monthDay(f.number(Number(date.slice(8))))],
    ['last', editor.monthLast],
    ['nth', editor.monthNth(nth, weekday)],
  ]
  return (
    <label>
      <span>{editor.onDays}</span>
      <select
        class="input"
        value={form.month}
        onChange={event => onChange({ month: event.currentTarget.value as RuleForm['month'] })}
      >
        {choices.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  )
}
