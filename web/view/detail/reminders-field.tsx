import { useRef, useState } from 'preact/hooks'
import type { Reminder } from '../../../functions/domain/reminder.ts'
import { instantOf } from '../../../functions/domain/zone.ts'
import type { LocalTask } from '../../model/local-task.ts'
import { useClient } from '../client-context.ts'
import { beforeInWords, choices, inWords } from '../format/reminder.ts'
import { Icon } from '../icons/icon.tsx'
import { today } from '../now.ts'
import { Popover } from '../parts/popover.tsx'
import { format, words } from '../words/current.ts'

/** The reminders of a task. */
export function RemindersField({ task }: { task: LocalTask }) {
  const client = useClient()
  const [w, f] = [words.value, format.value]
  const [adding, setAdding] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const hasTime = task.due?.time !== undefined
  const add = (reminder: Reminder) => {
    setAdding(false)
    client.update(task.id, { reminders: [...task.reminders, { ...reminder, id: crypto.randomUUID() }] })
  }
  return (
    <div class="line">
      <Icon name="bell" size={18} />
      <div class="reminders">
        {task.reminders.map(reminder => {
          const text = inWords(reminder, w, f, hasTime)
          return (
            <div class="reminder-line" key={reminder.id}>
              <span>
                {text}
                <span class="reminder-note">{noteOf(reminder, task)}</span>
              </span>
              <button
                type="button"
                class="icon-button"
                aria-label={w.editor.removeReminder(text)}
                onClick={() =>
                  client.update(task.id, { reminders: task.reminders.filter(other => other !== reminder) })
                }
              >
                <Icon name="close" size={16} />
              </button>
            </div>
          )
        })}
        <button
          ref={button}
          type="button"
          class="line-button empty-line"
          aria-expanded={adding}
          onClick={() => setAdding(true)}
        >
          {w.editor.addReminder}
        </button>
      </div>
      {adding && (
        <Popover by={button} label={w.editor.addReminder} onClose={() => setAdding(false)}>
          {choices.map(before => (
            <button key={before} type="button" class="menu-item" disabled={!task.due} onClick={() => add({ before })}>
              {beforeInWords(before, w, f, hasTime)}
            </button>
          ))}
          <OwnMoment onAdd={at => add({ at })} />
        </Popover>
      )}
    </div>
  )
}

function OwnMoment({ onAdd }: { onAdd: (at: string) => void }) {
  const { editor } = words.value
  const [at, setAt] = useState(`${today.value}T09:00`)
  return (
    <div class="own-moment">
      <label>
        <span>{editor.atMoment}</span>
        <input class="input" type="datetime-local" value={at} onInput={event => setAt(event.currentTarget.value)} />
      </label>
      <button
        type="button"
        class="button"
        disabled={!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(at)}
        onClick={() => onAdd(instantOf(at.slice(0, 10), at.slice(11, 16), format.value.zone).toISOString())}
      >
        {editor.save}
      </button>
    </div>
  )
}

function noteOf(reminder: Reminder, task: LocalTask): string {
  const [{ editor }, f] = [words.value, format.value]
  if (reminder.snoozedUntil) return editor.snoozedUntil(f.moment(reminder.snoozedUntil))
  if (reminder.firedAt) return editor.firedAt(f.moment(reminder.firedAt))
  return 'before' in reminder && !task.due ? editor.reminderNeedsDue : ''
}
