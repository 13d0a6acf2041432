import './toasts.css'
import { undo } from '../actions/complete.ts'
import { useClient } from '../client-context.ts'
import { Icon } from '../icons/icon.tsx'
import { announcement } from '../state/announce.ts'
import { dismissToast, toasts } from '../state/toasts.ts'
import { words } from '../words/current.ts'
import { ReminderToast } from './reminder-toast.tsx'

/** Toasts with their undo buttons, and reminders that fired. The newest is at the bottom. */
export function Toasts() {
  const client = useClient()
  const { toast } = words.value
  return (
    <div class="toasts">
      {client.notices.value.map(notice => (
        <ReminderToast key={notice.id} notice={notice} />
      ))}
      <div class="toast-list" role="status" aria-live="polite">
        {toasts.value.map(({ id, text, more, undo: token }) => (
          <div class="toast" key={id}>
            <p>
              {text}
              {more && <span class="toast-more"> · {more}</span>}
            </p>
            {token && (
              <button
                type="button"
                class="button quiet"
                onClick={() => {
                  dismissToast(id)
                  undo(client, [token].flat().reverse())
                }}
              >
                {toast.undo}
              </button>
            )}
            <button type="button" class="icon-button" aria-label={toast.dismiss} onClick={() => dismissToast(id)}>
              <Icon name="close" size={16} />
            </button>
          </div>
        ))}
      </div>
      <div class="visually-hidden" aria-live="polite">
        {announcement.value}
      </div>
    </div>
  )
}
