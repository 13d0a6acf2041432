import './due-field.css'
import { useRef, useState } from 'preact/hooks'
import type { LocalTask } from '../../model/local-task.ts'
import { isLate } from '../../model/when-due.ts'
import { schedule } from '../actions/change.ts'
import { useClient } from '../client-context.ts'
import { Icon } from '../icons/icon.tsx'
import { now, today } from '../now.ts'
import { Popover } from '../parts/popover.tsx'
import { ZoneSelect } from '../parts/zone-select.tsx'
import { ChooseDate } from '../schedule/choose-date.tsx'
import { format, words } from '../words/current.ts'

/** The due date: a day, an optional time, and the zone of the time. */
export function DueField({ task }: { task: LocalTask }) {
  const client = useClient()
  const [w, f] = [words.value, format.value]
  const [choosing, setChoosing] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const { due } = task
  const elsewhere = due?.time !== undefined && due.zone !== f.zone ? due.zone : undefined
  return (
    <div class="line">
      <Icon name="today" size={18} />
      <button
        ref={button}
        type="button"
        class={due ? 'line-button' : 'line-button empty-line'}
        aria-expanded={choosing}
        onClick={() => setChoosing(true)}
      >
        <span class="visually-hidden">{w.editor.due}: </span>
        {due ? (
          <>
            <span class={isLate(task, now.value, today.value) ? 'late' : undefined}>
              {due.time === undefined
                ? f.shortDay(due.date, today.value)
                : w.dateAndTime(f.shortDay(due.date, today.value), f.time(due.time))}
            </span>
            <span class="aside">{nearness(due.date)}</span>
            {elsewhere && <span class="aside">{w.editor.zoneIs(elsewhere)}</span>}
          </>
        ) : (
          w.editor.noDue
        )}
      </button>
      {due && (
        <button
          type="button"
          class="icon-button"
          aria-label={w.editor.removeDue}
          title={w.editor.removeDue}
          onClick={() => schedule(client, [task.id], null)}
        >
          <Icon name="close" size={16} />
        </button>
      )}
      {choosing && (
        <Popover by={button} label={w.editor.due} wide onClose={() => setChoosing(false)}>
          <ChooseDate
            chosen={due?.date}
            onChoose={date => {
              setChoosing(false)
              schedule(client, [task.id], date)
            }}
          />
          {due && <TimeAndZone task={task} />}
        </Popover>
      )}
    </div>
  )
}

function nearness(date: string): string {
  const near = format.value.day(date, today.value, words.value)
  return [words.value.today, words.value.tomorrow, words.value.yesterday].includes(near) ? near : ''
}

function TimeAndZone({ task }: { task: LocalTask }) {
  const client = useClient()
  const { editor } = words.value
  return (
    <div class="time-and-zone">
      <label>
        <span>{editor.time}</span>
        <input
          class="input"
          type="time"
          value={task.due?.time ?? ''}
          onChange={event => client.update(task.id, { due: { time: event.currentTarget.value || null } })}
        />
      </label>
      {task.due?.time !== undefined && (
        <label for="zone">
          <span>{editor.zone}</span>
          <ZoneSelect id="zone" value={task.due.zone} onChange={zone => client.update(task.id, { due: { zone } })} />
        </label>
      )}
    </div>
  )
}
