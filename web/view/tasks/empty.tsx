import './empty.css'
import type { Place } from '../../model/place.ts'
import { route } from '../route.ts'
import { words } from '../words/current.ts'

export function Empty() {
  const w = words.value
  const texts: Record<Place | 'tag' | 'filter', string> = {
    today: w.emptyToday,
    upcoming: w.emptyUpcoming,
    overdue: w.emptyOverdue,
    'no-date': w.emptyNoDate,
    done: w.emptyDone,
    tag: w.emptyTag,
    filter: w.emptyFilter,
  }
  const { at } = route.value
  return <p class="empty">{at in texts ? texts[at as Place] : ''}</p>
}
