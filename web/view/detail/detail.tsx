import './detail.css'
import { completeOrReopen } from '../actions/complete.ts'
import { useClient } from '../client-context.ts'
import { Icon } from '../icons/icon.tsx'
import { Circle } from '../tasks/circle.tsx'
import { words } from '../words/current.ts'
import { ConflictBox } from './conflict-box.tsx'
import { DeletedTask } from './deleted-task.tsx'
import { DetailFoot } from './detail-foot.tsx'
import { DueField } from './due-field.tsx'
import { History } from './history.tsx'
import { Notes } from './notes.tsx'
import { PriorityField } from './priority-field.tsx'
import { RefusedBox } from './refused-box.tsx'
import { RemindersField } from './reminders-field.tsx'
import { RepeatField } from './repeat/repeat-field.tsx'
import { TagsField } from './tags-field.tsx'
import { TitleField } from './title-field.tsx'

/** The editor of one task. Each change is saved at once. */
export function Detail({ id, onClose }: { id: string; onClose: () => void }) {
  const client = useClient()
  const w = words.value
  const task = client.tasks.value.get(id)
  if (!task) return <DeletedTask id={id} onClose={onClose} />
  const isDone = task.status === 'done'
  return (
    <div class="detail">
      <header class="detail-head">
        <Circle
          done={isDone}
          priority={task.priority}
          label={isDone ? w.row.reopen(task.title) : w.row.complete(task.title)}
          onClick={() => completeOrReopen(client, [id])}
        />
        <TitleField key={id} task={task} />
        <button type="button" class="icon-button" aria-label={w.editor.close} title={w.editor.close} onClick={onClose}>
          <Icon name="close" size={18} />
        </button>
      </header>
      {task.refused && <RefusedBox refused={task.refused} />}
      {task.conflicts?.map(conflict => (
        <ConflictBox key={conflict.field} id={id} conflict={conflict} />
      ))}
      <div class="detail-fields">
        <DueField task={task} />
        <RepeatField key={`repeat ${id}`} task={task} />
        <RemindersField task={task} />
        <PriorityField task={task} />
        <TagsField task={task} />
      </div>
      <Notes key={`notes ${id}`} task={task} />
      <History key={`history ${id}`} task={task} />
      <DetailFoot task={task} onClose={onClose} />
    </div>
  )
}
