import { QuickAdd } from '../add/quick-add.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { lazy } from '../parts/lazy.tsx'
import { close, overlay } from '../state/screen.ts'
import { words } from '../words/current.ts'

const Palette = lazy(async () => (await import('../palette/palette.tsx')).Palette)
const KeysDialog = lazy(async () => (await import('../keys/keys-dialog.tsx')).KeysDialog)
const ScheduleDialog = lazy(async () => (await import('../schedule/schedule-dialog.tsx')).ScheduleDialog)
const TagDialog = lazy(async () => (await import('../detail/tag-dialog.tsx')).TagDialog)
const PriorityDialog = lazy(async () => (await import('../detail/priority-dialog.tsx')).PriorityDialog)
const MenuSheet = lazy(async () => (await import('./menu-sheet.tsx')).MenuSheet)

/** The overlay above the list; there is at most one. */
export function Overlays() {
  switch (overlay.value) {
    case 'palette':
      return <Palette />
    case 'keys':
      return <KeysDialog />
    case 'schedule':
      return <ScheduleDialog />
    case 'tag':
      return <TagDialog />
    case 'priority':
      return <PriorityDialog />
    case 'menu':
      return <MenuSheet />
    case 'add':
      return (
        <Dialog label={words.value.add.field} kind="sheet" onClose={close}>
          <QuickAdd onLeave={close} autoFocus />
        </Dialog>
      )
    default:
      return null
  }
}
