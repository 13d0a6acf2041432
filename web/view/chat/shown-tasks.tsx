import './shown-tasks.css'
import { instantDue } from '../../../functions/domain/create.ts'
import type { ShownTask } from '../../model/chat.ts'
import type { LocalTask } from '../../model/local-task.ts'
import { isLate, whenDue } from '../../model/when-due.ts'
import { useClient } from '../client-context.ts'
import { Icon } from '../icons/icon.tsx'
import { now, today } from '../now.ts'
import { Bidi, scriptClass } from '../parts/bidi.tsx'
import { addressOf, go, route, withTask } from '../route.ts'
import { format, words } from '../words/current.ts'
import { chatWords } from './words.ts'

/** Rows that open their tasks. */
export function ShownTasks({ tasks }: { tasks: readonly ShownTask[] }) {
  const known = useClient().tasks.value
  return (
    <ul class="shown-tasks">
      {tasks
        .map(one => filled(one, known.get(one.id)))
        .map(task => (
          <li key={task.id}>
            <a
              class={`shown-task ${task.priority ?? 'P4'}`}
              href={addressOf(withTask(route.value, task.id))}
              onClick={event => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return
                event.preventDefault()
                go(withTask(route.peek(), task.id))
              }}
            >
              <ShownTaskText task={task} />
            </a>
          </li>
        ))}
    </ul>
  )
}

/** A proposal names its tasks by their titles alone; the device knows the rest. */
const filled = (task: ShownTask, known: LocalTask | undefined): ShownTask =>
  known ? { ...task, due: task.due ?? known.due, priority: task.priority ?? known.priority } : task

/** The title, the due date and what else one must know to tell tasks apart. */
export function ShownTaskText({ task }: { task: ShownTask }) {
  const [w, c] = [words.value, chatWords.value]
  const { title, priority, status, deletedAt, reason } = task
  const state = deletedAt ? c.taskDeleted : status === 'done' ? c.taskDone : undefined
  return (
    <>
      <span class="shown-line">
        {state && (
          <span class="shown-state">
            <Icon name={deletedAt ? 'trash' : 'done'} size={16} />
            <span class="visually-hidden">{state}: </span>
          </span>
        )}
        <span class={`shown-title ${scriptClass(title)}`}>
          <Bidi>{title}</Bidi>
          {priority && priority !== 'P4' && <span class="visually-hidden">, {w.row.priority(priority)}</span>}
        </span>
        <Due task={task} />
      </span>
      {reason && (
        <span class={`shown-reason ${scriptClass(reason)}`}>
          <Bidi>{reason}</Bidi>
        </span>
      )}
    </>
  )
}

function Due({ task: { due, status = 'open' } }: { task: ShownTask }) {
  if (!due) return null
  const [w, f] = [words.value, format.value]
  const inZone = { ...due, zone: due.zone ?? f.zone }
  const known = { due: inZone, dueAt: instantDue(inZone), status }
  const when = whenDue(known, f.zone)
  if (!when) return null
  const date = f.day(when.date, today.value, w)
  const late = isLate(known, now.value, today.value)
  return (
    <time class={late ? 'shown-due late' : 'shown-due'} dateTime={known.dueAt ?? when.date}>
      {late && <span class="visually-hidden">{w.row.late}: </span>}
      {when.time === undefined ? date : w.dateAndTime(date, f.time(when.time))}
    </time>
  )
}
