import { useClient } from '../client-context.ts'
import { words } from '../words/current.ts'

/** Replaces the editor of a task that was deleted here or on another device. */
export function DeletedTask({ id, onClose }: { id: string; onClose: () => void }) {
  const client = useClient()
  const { editor } = words.value
  return (
    <div class="detail">
      <div class="box">
        <p>{editor.gone}</p>
        <div class="box-actions">
          {client.deleted.value.has(id) && (
            <button type="button" class="button" onClick={() => client.restore(id)}>
              {editor.restore}
            </button>
          )}
          <button type="button" class="button quiet" onClick={onClose}>
            {editor.close}
          </button>
        </div>
      </div>
    </div>
  )
}
