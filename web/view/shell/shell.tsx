import './shell.css'
import { useLayoutEffect } from 'preact/hooks'
import { ChatPlace } from '../chat/chat-place.tsx'
import { DetailPlace } from '../detail/detail-place.tsx'
import { StateLines } from '../notices/state-lines.tsx'
import { Toasts } from '../notices/toasts.tsx'
import { Boundary } from '../parts/boundary.tsx'
import { lazy } from '../parts/lazy.tsx'
import { route } from '../route.ts'
import { isChatOpen, isRoomy } from '../state/screen.ts'
import { clearSelection, current } from '../state/selection.ts'
import { ListScreen } from '../tasks/list-screen.tsx'
import { words } from '../words/current.ts'
import { BottomBar } from './bottom-bar.tsx'
import { Overlays } from './overlays.tsx'
import { Sidebar } from './sidebar.tsx'

const SettingsScreen = lazy(async () => (await import('../settings/settings-screen.tsx')).SettingsScreen)
const ConnectScreen = lazy(async () => (await import('../connect/connect-screen.tsx')).ConnectScreen)
const SearchScreen = lazy(async () => (await import('../search/search-screen.tsx')).SearchScreen)

/** The layout: sidebar, list, detail; on a phone the list above a bar. */
export function Shell() {
  const { at } = route.value
  const place = at === 'tag' || at === 'filter' ? `${at} ${route.value.name}` : at
  useLayoutEffect(() => {
    clearSelection()
    current.value = null
  }, [place])
  return (
    <div
      class="shell"
      data-detail={route.value.task !== undefined || undefined}
      data-chat={isChatOpen.value || undefined}
    >
      <button type="button" class="skip-link" onClick={() => document.getElementById('list')?.focus()}>
        {words.value.skipToList}
      </button>
      {isRoomy.value && <Sidebar />}
      <div class="middle">
        <StateLines />
        <Boundary key={place}>
          <Middle />
        </Boundary>
      </div>
      <DetailPlace />
      <ChatPlace />
      {!isRoomy.value && <BottomBar />}
      <Overlays />
      <Toasts />
    </div>
  )
}

function Middle() {
  switch (route.value.at) {
    case 'settings':
      return <SettingsScreen />
    case 'connect':
      return <ConnectScreen />
    case 'search':
      return <SearchScreen />
    default:
      return <ListScreen />
  }
}
