import '../parts/segments.css'
import type { LocalTask } from '../../model/local-task.ts'
import { prioritise } from '../actions/change.ts'
import { useClient } from '../client-context.ts'
import { Icon } from '../icons/icon.tsx'
import { Flag, levels } from '../parts/flag.tsx'
import { words } from '../words/current.ts'

export function PriorityField({ task }: { task: LocalTask }) {
  const client = useClient()
  const { editor } = words.value
  return (
    <div class="line">
      <Icon name="flag" size={18} />
      <fieldset class="segments" aria-label={editor.priority}>
        {levels.map(level => (
          <label key={level}>
            <input
              type="radio"
              name="priority"
              checked={task.priority === level}
              onChange={() => prioritise(client, [task.id], level)}
            />
            {level !== 'P4' && <Flag level={level} size={14} />}
            {editor.priorities[level]}
          </label>
        ))}
      </fieldset>
    </div>
  )
}
