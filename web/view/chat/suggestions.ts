import type { LocalTask } from '../../model/local-task.ts'
import type { Moment } from '../../model/moment.ts'
import { isLate, whenDue } from '../../model/when-due.ts'
import type { chat } from '../words/en/chat.ts'

export type Suggestion = keyof typeof chat.suggest

const most = 3
/** From this hour on a day is nearly over. */
const eveningFrom = '17:00'

/** What the person may want to ask now, best first. */
export function suggestionsFor(
  tasks: Iterable<LocalTask>,
  { now, today, zone }: Moment,
  time: string,
  isAnswered: boolean,
): Suggestion[] {
  const open = [...tasks].filter(({ status }) => status === 'open')
  const hasLate = open.some(task => isLate(task, now, today))
  const hasToday = open.some(task => whenDue(task, zone)?.date === today)
  const isEvening = time >= eveningFrom
  const all: (Suggestion | false)[] = isAnswered
    ? [hasLate && 'overdue', hasToday && 'left', isEvening && 'tomorrow', 'week', 'noDate']
    : [
        hasLate && 'overdue',
        hasToday && (isEvening ? 'left' : 'plan'),
        (isEvening || !hasToday) && 'tomorrow',
        !hasToday && 'week',
        open.some(task => !task.due) && 'noDate',
        'help',
      ]
  return all.filter(one => one !== false).slice(0, most)
}
