import { useRef, useState } from 'preact/hooks'
import { USUAL_MORNING } from '../../../functions/domain/limits.ts'
import { addDays, instantOf } from '../../../functions/domain/zone.ts'
import type { SnoozeUntil } from '../../model/client.ts'
import type { Notice } from '../../model/notice.ts'
import { complete } from '../actions/complete.ts'
import { useClient } from '../client-context.ts'
import { Icon } from '../icons/icon.tsx'
import { today } from '../now.ts'
import { Bidi } from '../parts/bidi.tsx'
import { Popover } from '../parts/popover.tsx'
import { go, route, withTask } from '../route.ts'
import { format, words } from '../words/current.ts'

/** A reminder stays until the person completes the task, snoozes or dismisses it. */
export function ReminderToast({ notice }: { notice: Notice }) {
  const client = useClient()
  const [snoozing, setSnoozing] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const task = client.tasks.value.get(notice.taskId)
  if (!task) return null
  const [{ toast }, f] = [words.value, format.value]
  const morning = client.profile.value?.morning ?? USUAL_MORNING
  const tomorrow = instantOf(addDays(today.value, 1), morning, f.zone).toISOString()
  const choices: [string, SnoozeUntil][] = [
    [toast.minutes(10, f.number(10)), { minutes: 10 }],
    [toast.minutes(30, f.number(30)), { minutes: 30 }],
    [toast.oneHour, { minutes: 60 }],
    [toast.untilTomorrow, { until: tomorrow }],
  ]
  return (
    <div class="toast reminder" role="alert">
      <Icon name="bell" />
      <div class="reminder-what">
        <p class="toast-more">{notice.late ? toast.reminderLate : toast.reminder}</p>
        <button type="button" class="reminder-title" onClick={() => go(withTask(route.value, task.id))}>
          <Bidi>{task.title}</Bidi>
        </button>
      </div>
      <button type="button" class="icon-button" aria-label={toast.dismiss} onClick={() => client.dismiss(notice.id)}>
        <Icon name="close" size={16} />
      </button>
      <div class="reminder-acts">
        <button ref={button} type="button" class="button" aria-expanded={snoozing} onClick={() => setSnoozing(true)}>
          {toast.snooze}
        </button>
        <button
          type="button"
          class="button primary"
          onClick={() => {
            client.dismiss(notice.id)
            complete(client, [task.id])
          }}
        >
          {toast.complete}
        </button>
      </div>
      {snoozing && (
        <Popover by={button} label={toast.snooze} onClose={() => setSnoozing(false)}>
          {choices.map(([label, until]) => (
            <button
              key={label}
              type="button"
              class="menu-item"
              onClick={() => {
                setSnoozing(false)
                client.snooze(task.id, notice.reminderId, until)
                client.dismiss(notice.id)
              }}
            >
              {label}
            </button>
          ))}
        </Popover>
      )}
    </div>
  )
}
