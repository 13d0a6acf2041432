import { computed, signal } from '@preact/signals'
import { type ListPlace, places, type ScreenPlace } from '../model/place.ts'

export type Route = (ListPlace | ScreenPlace) & { task?: string }

const hash = signal(typeof location === 'undefined' ? '' : location.hash)

/** The route is the part of the address after the #: any static server can serve it, and Back works. */
export const route = computed<Route>(() => readRoute(hash.value))

/** Programs that ask for access send the browser to this path, with a query. Every other screen is a part after the #. */
export const isConsent = (): boolean => location.pathname === '/authorize'

export function followAddress(): () => void {
  const read = () => {
    hash.value = location.hash
  }
  read()
  addEventListener('hashchange', read)
  return () => removeEventListener('hashchange', read)
}

export function readRoute(text: string): Route {
  const parts = text.replace(/^#\/?/, '').split('/').map(decoded)
  const named = parts[0] === 'tag' || parts[0] === 'filter'
  const rest = parts.slice(named ? 2 : 1)
  const task = rest[0] === 'task' && rest[1] ? { task: rest[1] } : {}
  if (named && parts[1]) return { at: parts[0] as 'tag' | 'filter', name: parts[1], ...task }
  const at = ([...places, 'settings', 'connect', 'search', 'sign-in', 'sign-up'] as const).find(
    place => place === parts[0],
  )
  return { at: at ?? 'today', ...task }
}

export function addressOf(to: Route): string {
  const list = 'name' in to ? `${to.at}/${encodeURIComponent(to.name)}` : to.at
  return `#/${list}${to.task ? `/task/${to.task}` : ''}`
}

export function go(to: Route): void {
  const address = addressOf(to)
  if (location.hash === address) return
  history.pushState(null, '', address)
  hash.value = address
}

/** The same list with another open task, or with none. */
export const withTask = (from: Route, task: string | undefined): Route => {
  const { task: _, ...list } = from
  return task ? { ...list, task } : list
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
