import { useEffect } from 'preact/hooks'
import { useClient } from '../client-context.ts'
import { type Route, route } from '../route.ts'
import { words } from '../words/current.ts'

/** The title of a screen, also set as the page's title. */
export function useTitle(place: Route = route.value): string {
  const { savedFilters } = useClient()
  const w = words.value
  const names = {
    today: w.today,
    upcoming: w.upcoming,
    overdue: w.overdue,
    'no-date': w.noDate,
    done: w.done,
    settings: w.settings.title,
    connect: w.programs.connect.title,
    search: w.search,
    'sign-in': w.account.signIn,
    'sign-up': w.account.signUp,
  }
  const title =
    place.at === 'tag'
      ? `#${place.name}`
      : place.at === 'filter'
        ? (savedFilters.value.find(({ id }) => id === place.name)?.name ?? w.filters)
        : names[place.at]
  useEffect(() => {
    document.title = `${title} · Zerodue`
  }, [title])
  return title
}
