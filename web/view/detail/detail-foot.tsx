import type { LocalTask } from '../../model/local-task.ts'
import { remove, skip } from '../actions/change.ts'
import { useClient } from '../client-context.ts'
import { Icon } from '../icons/icon.tsx'
import { format, words } from '../words/current.ts'

/** The creation date, and rare actions. */
export function DetailFoot({ task, onClose }: { task: LocalTask; onClose: () => void }) {
  const client = useClient()
  const [{ editor }, f] = [words.value, format.value]
  return (
    <footer class="detail-foot">
      <p>
        {task.completedAt ? editor.completedAt(f.moment(task.completedAt)) : editor.created(f.moment(task.createdAt))}
        {task.pending && ` · ${editor.waiting}`}
      </p>
      {task.repeat && task.status === 'open' && (
        <button type="button" class="button quiet" onClick={() => skip(client, task.id)}>
          <Icon name="skip" size={16} />
          {editor.skip}
        </button>
      )}
      <button
        type="button"
        class="button quiet danger"
        onClick={() => {
          onClose()
          remove(client, [task.id])
        }}
      >
        <Icon name="trash" size={16} />
        {editor.remove}
      </button>
    </footer>
  )
}
