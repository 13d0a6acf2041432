import { useEffect, useRef } from 'preact/hooks'
import { useClient } from '../client-context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { route } from '../route.ts'
import { listsOf } from '../state/lists.ts'
import { close } from '../state/screen.ts'
import { words } from '../words/current.ts'
import { AccountCorner } from './account-corner.tsx'
import { NavLink } from './nav-link.tsx'

/** On a phone: all lists and the settings. A navigation closes it. */
export function MenuSheet() {
  const client = useClient()
  const w = words.value
  const counts = listsOf(client).counts.value
  const from = useRef(route.value)
  useEffect(() => {
    if (route.value !== from.current) close()
  }, [route.value])
  return (
    <Dialog label={w.lists} kind="sheet" headed onClose={close}>
      <nav class="menu-sheet" aria-label={w.lists}>
        <NavLink to={{ at: 'today' }} icon="today" label={w.today} count={counts.today} />
        <NavLink to={{ at: 'upcoming' }} icon="upcoming" label={w.upcoming} />
        <NavLink to={{ at: 'overdue' }} icon="overdue" label={w.overdue} count={counts.overdue} late />
        <NavLink to={{ at: 'no-date' }} icon="noDate" label={w.noDate} />
        <NavLink to={{ at: 'done' }} icon="done" label={w.done} />
        {client.savedFilters.value.map(({ id, name }) => (
          <NavLink key={id} to={{ at: 'filter', name: id }} icon="filter" label={name} />
        ))}
        {client.tags.value
          .filter(tag => tag.open)
          .map(({ name, open }) => (
            <NavLink key={name} to={{ at: 'tag', name }} icon="tag" label={name} count={open} />
          ))}
      </nav>
      <AccountCorner />
    </Dialog>
  )
}
