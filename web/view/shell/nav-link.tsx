import { Icon } from '../icons/icon.tsx'
import type { IconName } from '../icons/shapes.ts'
import { Bidi } from '../parts/bidi.tsx'
import { addressOf, go, type Route, route, withTask } from '../route.ts'
import { format, words } from '../words/current.ts'

interface Props {
  to: Route
  icon: IconName
  label: string
  count?: number
  late?: boolean
  hint?: string
}

export function NavLink({ to, icon, label, count = 0, late = false, hint }: Props) {
  const here = addressOf(withTask(route.value, undefined)) === addressOf(to)
  return (
    <a
      class="nav-link"
      href={addressOf(to)}
      aria-current={here ? 'page' : undefined}
      onClick={event => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        go(to)
      }}
    >
      <Icon name={icon} size={18} />
      <span class="nav-label">
        <Bidi>{label}</Bidi>
      </span>
      {hint && (
        <span class="nav-hint" aria-hidden="true">
          {hint}
        </span>
      )}
      {count > 0 && (
        <span class={late ? 'nav-count late' : 'nav-count'}>
          <span aria-hidden="true">{format.value.number(count)}</span>
          <span class="visually-hidden">{words.value.tasks(count, format.value.number(count))}</span>
        </span>
      )}
    </a>
  )
}
