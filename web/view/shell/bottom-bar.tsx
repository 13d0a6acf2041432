import './bottom-bar.css'
import { Icon } from '../icons/icon.tsx'
import type { IconName } from '../icons/shapes.ts'
import { addressOf, type Route, route } from '../route.ts'
import { isChatOpen, open, overlay, toggleChat } from '../state/screen.ts'
import { selected } from '../state/selection.ts'
import { words } from '../words/current.ts'

/** On a phone: lists, search and the menu in reach of the thumb, and the button that adds a task. */
export function BottomBar() {
  const w = words.value
  const links: [Route, IconName, string][] = [
    [{ at: 'today' }, 'today', w.today],
    [{ at: 'upcoming' }, 'upcoming', w.upcoming],
    [{ at: 'search' }, 'search', w.search],
  ]
  const { at } = route.value
  const isElsewhere = !links.some(([to]) => to.at === at)
  return (
    <>
      {at !== 'settings' && at !== 'connect' && selected.value.size === 0 && (
        <button type="button" class="add-button" aria-label={w.add.field} onClick={() => open('add')}>
          <Icon name="plus" size={24} />
        </button>
      )}
      <nav class="bottom-bar" aria-label={w.lists}>
        {links.map(([to, icon, label]) => (
          <a key={to.at} href={addressOf(to)} aria-current={at === to.at ? 'page' : undefined}>
            <Icon name={icon} />
            <span>{label}</span>
          </a>
        ))}
        <button type="button" aria-expanded={isChatOpen.value} onClick={toggleChat}>
          <Icon name="chat" />
          <span>{w.assistant}</span>
        </button>
        <button
          type="button"
          aria-expanded={overlay.value === 'menu'}
          data-here={isElsewhere || undefined}
          onClick={() => open('menu')}
        >
          <Icon name="noDate" />
          <span>{w.lists}</span>
        </button>
      </nav>
    </>
  )
}
