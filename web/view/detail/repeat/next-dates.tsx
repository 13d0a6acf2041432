import type { PreviewItem } from '../../../../functions/domain/recurrence/preview.ts'
import { Icon } from '../../icons/icon.tsx'
import { today } from '../../now.ts'
import { format, words } from '../../words/current.ts'

/** The next five dates, with a note on a day when the clocks change. */
export function NextDates({ items }: { items: readonly PreviewItem[] }) {
  const [w, f] = [words.value, format.value]
  return (
    <section class="next-dates">
      <h3>{w.editor.nextDates}</h3>
      <ol>
        {items.map(({ date, time, at, clocks }) => (
          <li key={at}>
            {time === undefined
              ? f.shortDay(date, today.value)
              : w.dateAndTime(f.shortDay(date, today.value), f.time(time))}
            {clocks && (
              <span class="clocks">
                <Icon name="warning" size={14} />
                {w.editor.clocks[clocks]}
              </span>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
