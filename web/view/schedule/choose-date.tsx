import { Icon } from '../icons/icon.tsx'
import { today } from '../now.ts'
import { format, words } from '../words/current.ts'
import { Calendar } from './calendar.tsx'
import { quickDates } from './quick-dates.ts'

interface Props {
  chosen: string | undefined
  onChoose: (date: string | null) => void
}

/** Chooses a day: a usual one, any of a month, or none. */
export function ChooseDate({ chosen, onChoose }: Props) {
  const { schedule } = words.value
  return (
    <div class="choose-date">
      {quickDates(today.value).map(({ name, icon, date }) => (
        <button key={name} type="button" class="menu-item" onClick={() => onChoose(date)}>
          <Icon name={icon} size={18} />
          {schedule[name]}
          <span class="end">{format.value.shortDay(date)}</span>
        </button>
      ))}
      <button type="button" class="menu-item" onClick={() => onChoose(null)}>
        <Icon name="noDate" size={18} />
        {schedule.none}
      </button>
      <Calendar chosen={chosen} onChoose={onChoose} />
    </div>
  )
}
