import './sidebar.css'
import { addDays } from '../../../functions/domain/zone.ts'
import { useClient } from '../client-context.ts'
import { Icon } from '../icons/icon.tsx'
import { today } from '../now.ts'
import { listsOf } from '../state/lists.ts'
import { draggedIds, isChatOpen, open, toggleChat } from '../state/screen.ts'
import { useDrop } from '../tasks/drop.ts'
import { format, words } from '../words/current.ts'
import { AccountCorner } from './account-corner.tsx'
import { NavLink } from './nav-link.tsx'

export function Sidebar() {
  const client = useClient()
  const w = words.value
  const counts = listsOf(client).counts.value
  const tags = client.tags.value.filter(tag => tag.open)
  const filters = client.savedFilters.value
  return (
    <nav class="sidebar" aria-label={w.lists}>
      <div class="sidebar-scroll">
        <ul>
          <li>
            <NavLink to={{ at: 'search' }} icon="search" label={w.search} hint="/" />
          </li>
          <li>
            <button type="button" class="nav-link" onClick={() => open('palette')}>
              <Icon name="command" size={18} />
              <span class="nav-label">{w.palette.title}</span>
              <kbd class="nav-hint">{modifier}K</kbd>
            </button>
          </li>
          <li>
            <button type="button" class="nav-link" aria-expanded={isChatOpen.value} onClick={toggleChat}>
              <Icon name="chat" size={18} />
              <span class="nav-label">{w.assistant}</span>
              <kbd class="nav-hint">A</kbd>
            </button>
          </li>
        </ul>
        <ul>
          <li {...useDrop(today.value)}>
            <NavLink to={{ at: 'today' }} icon="today" label={w.today} count={counts.today} />
          </li>
          <li>
            <NavLink to={{ at: 'upcoming' }} icon="upcoming" label={w.upcoming} />
            {draggedIds.value.length > 0 && <DropDays />}
          </li>
          <li>
            <NavLink to={{ at: 'overdue' }} icon="overdue" label={w.overdue} count={counts.overdue} late />
          </li>
          <li {...useDrop(null)}>
            <NavLink to={{ at: 'no-date' }} icon="noDate" label={w.noDate} />
          </li>
          <li>
            <NavLink to={{ at: 'done' }} icon="done" label={w.done} />
          </li>
        </ul>
        {filters.length > 0 && (
          <>
            <h2 class="sidebar-title">{w.filters}</h2>
            <ul>
              {filters.map(({ id, name }) => (
                <li key={id}>
                  <NavLink to={{ at: 'filter', name: id }} icon="filter" label={name} />
                </li>
              ))}
            </ul>
          </>
        )}
        {tags.length > 0 && (
          <>
            <h2 class="sidebar-title">{w.tags}</h2>
            <ul>
              {tags.map(({ name, open: count }) => (
                <li key={name}>
                  <NavLink to={{ at: 'tag', name }} icon="tag" label={name} count={count} />
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
      <AccountCorner />
    </nav>
  )
}

const modifier = /Mac|iP/.test(navigator.platform) ? '⌘' : 'Ctrl '

/** The drop targets for the next seven days, shown during a drag. */
function DropDays() {
  return (
    <ul class="drop-days">
      {[1, 2, 3, 4, 5, 6, 7].map(days => (
        <DropDay key={days} date={addDays(today.value, days)} />
      ))}
    </ul>
  )
}

const DropDay = ({ date }: { date: string }) => (
  <li class="drop-day" {...useDrop(date)}>
    {format.value.shortDay(date)}
  </li>
)
