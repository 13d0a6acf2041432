import { useEffect, useRef, useState } from 'preact/hooks'
import type { LocalTask } from '../../model/local-task.ts'
import { isRefused } from '../../model/refusal.ts'
import { isLate, whenDue } from '../../model/when-due.ts'
import { useClient } from '../client-context.ts'
import { inWords, nextReminder } from '../format/reminder.ts'
import { Icon } from '../icons/icon.tsx'
import { now, today } from '../now.ts'
import { Bidi } from '../parts/bidi.tsx'
import { format, words } from '../words/current.ts'

/** The due date, icons and tags of a row. */
export function RowMeta({ task, day }: { task: LocalTask; day: string | undefined }) {
  const w = words.value
  const reminder = nextReminder(task.reminders)
  return (
    <span class="row-meta">
      <Due task={task} day={day} />
      {task.repeat && <Repeats task={task} />}
      {reminder && (
        <span class="row-icon" title={inWords(reminder, w, format.value)}>
          <Icon name="bell" size={14} />
          <span class="visually-hidden">
            {w.row.reminder}: {inWords(reminder, w, format.value)}
          </span>
        </span>
      )}
      {task.notes && (
        <span class="row-icon" title={w.editor.notes}>
          <Icon name="notes" size={14} />
          <span class="visually-hidden">{w.editor.notes}</span>
        </span>
      )}
      {task.tags.map(tag => (
        <span class="row-tag" key={tag}>
          <Bidi>{`#${tag}`}</Bidi>
        </span>
      ))}
    </span>
  )
}

function Due({ task, day }: { task: LocalTask; day: string | undefined }) {
  const due = whenDue(task, format.value.zone)
  if (!due) return null
  const [w, f] = [words.value, format.value]
  const late = isLate(task, now.value, today.value)
  const date = due.date === day ? undefined : f.day(due.date, today.value, w)
  const time = due.time === undefined ? undefined : f.time(due.time)
  const text = date && time ? w.dateAndTime(date, time) : (date ?? time)
  if (!text) return null
  return (
    <time class={late ? 'row-due late' : 'row-due'} dateTime={task.dueAt ?? due.date}>
      {late && <span class="visually-hidden">{w.row.late}: </span>}
      {text}
    </time>
  )
}

/** The rule in words is loaded at a hover: it needs the recurrence rules, which no list needs. */
function Repeats({ task }: { task: LocalTask }) {
  const client = useClient()
  const [isHovered, setHovered] = useState(false)
  const [ruleInWords, setRuleInWords] = useState('')
  const { language } = format.value
  const place = useRef<HTMLSpanElement>(null)
  useEffect(() => place.current?.addEventListener('mouseenter', () => setHovered(true), { once: true }), [])
  useEffect(() => {
    const { repeat } = task
    if (!isHovered || !repeat) return
    void client
      .preview(repeat.rule, repeat.start, 1)
      .then(preview => !isRefused(preview) && setRuleInWords(preview.words[language]))
  }, [isHovered, task.repeat, language])
  return (
    <span ref={place} class="row-icon" title={ruleInWords || words.value.row.repeats}>
      <Icon name="repeat" size={14} />
      <span class="visually-hidden">{ruleInWords || words.value.row.repeats}</span>
    </span>
  )
}
