import './calendar.css'
import { useRef, useState } from 'preact/hooks'
import { addDays, weekdayOf } from '../../../functions/domain/zone.ts'
import { Icon } from '../icons/icon.tsx'
import { today } from '../now.ts'
import { format, words } from '../words/current.ts'
import { addMonths, firstOfMonth, weeksOf } from './month.ts'

interface Props {
  chosen: string | undefined
  onChoose: (date: string) => void
}

/** A month to choose a day from. Arrow keys move by days and weeks, Page Up and Page Down by months. */
export function Calendar({ chosen, onChoose }: Props) {
  const [w, f] = [words.value, format.value]
  const [at, setAt] = useState(chosen ?? today.value)
  const grid = useRef<HTMLDivElement>(null)
  const month = firstOfMonth(at)
  const firstDay = weekStart(f.locale)
  const weeks = weeksOf(month, firstDay)

  const onKeyDown = (event: KeyboardEvent) => {
    const ahead = document.documentElement.dir === 'rtl' ? -1 : 1
    const steps: Record<string, string> = {
      ArrowRight: addDays(at, ahead),
      ArrowLeft: addDays(at, -ahead),
      ArrowDown: addDays(at, 7),
      ArrowUp: addDays(at, -7),
      PageDown: addMonths(at, 1),
      PageUp: addMonths(at, -1),
      Home: addDays(at, -((weekdayOf(at) - firstDay + 7) % 7)),
      End: addDays(at, 6 - ((weekdayOf(at) - firstDay + 7) % 7)),
    }
    const next = steps[event.key]
    if (!next) return
    event.preventDefault()
    setAt(next)
    requestAnimationFrame(() => grid.current?.querySelector<HTMLElement>('.day[tabindex="0"]')?.focus())
  }

  return (
    <div class="calendar">
      <div class="calendar-head">
        <span aria-live="polite">{f.month(month)}</span>
        <button
          type="button"
          class="icon-button"
          aria-label={w.schedule.previous}
          onClick={() => setAt(addMonths(at, -1))}
        >
          <Icon name="previous" size={18} />
        </button>
        <button type="button" class="icon-button" aria-label={w.schedule.next} onClick={() => setAt(addMonths(at, 1))}>
          <Icon name="next" size={18} />
        </button>
      </div>
      <div ref={grid} role="grid" tabIndex={-1} aria-label={f.month(month)} class="calendar-grid" onKeyDown={onKeyDown}>
        <div role="row">
          {weeks[0]?.map(date => (
            <span key={date} role="columnheader" aria-label={f.weekday(date, 'long')}>
              {f.weekday(date, f.language === 'ur' ? 'short' : 'narrow')}
            </span>
          ))}
        </div>
        {weeks.map(week => (
          <div role="row" key={week[0]}>
            {week.map(date => (
              <button
                key={date}
                type="button"
                role="gridcell"
                class="day"
                tabIndex={date === at ? 0 : -1}
                aria-label={f.longDay(date, today.value)}
                aria-selected={date === chosen}
                aria-current={date === today.value ? 'date' : undefined}
                data-other={date.slice(0, 7) !== month.slice(0, 7) || undefined}
                onClick={() => onChoose(date)}
              >
                {f.number(Number(date.slice(8)))}
              </button>
            ))}
          </div>
        ))}
      </div>
    </div>
  )
}

/** The first day of the week in this locale; Monday if the browser does not know it. */
function weekStart(locale: string): number {
  const known = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?: () => { firstDay: number } }
  return known.getWeekInfo?.().firstDay ?? 1
}
