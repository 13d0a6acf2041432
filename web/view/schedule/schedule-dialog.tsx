import { schedule } from '../actions/change.ts'
import { useClient } from '../client-context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { close } from '../state/screen.ts'
import { targets } from '../state/selection.ts'
import { words } from '../words/current.ts'
import { ChooseDate } from './choose-date.tsx'

/** Chooses a day for the selected tasks. */
export function ScheduleDialog() {
  const client = useClient()
  const ids = targets()
  const [only] = ids
  const due = ids.length === 1 && only ? client.tasks.value.get(only)?.due : undefined
  return (
    <Dialog label={words.value.schedule.title} kind="sheet" headed onClose={close}>
      <ChooseDate
        chosen={due?.date}
        onChoose={date => {
          close()
          schedule(client, ids, date)
        }}
      />
    </Dialog>
  )
}
