import './task-sections.css'
import { useEffect } from 'preact/hooks'
import type { Section } from '../../model/list-of.ts'
import { useClient } from '../client-context.ts'
import { today } from '../now.ts'
import { LongList } from '../parts/long-list.tsx'
import { listsOf } from '../state/lists.ts'
import { current } from '../state/selection.ts'
import { type words as allWords, format, words } from '../words/current.ts'
import { useDrop } from './drop.ts'
import { TaskRow } from './task-row.tsx'

export function TaskSections({ sections, label }: { sections: readonly Section[]; label: string }) {
  const client = useClient()
  const first = sections[0]?.tasks[0]?.id
  const id = current.value
  useEffect(() => {
    // When the current row's task disappears, the list has no current row.
    if (id !== null && !listsOf(client).tasks.value.some(task => task.id === id) && !client.tasks.value.has(id))
      current.value = null
  }, [id, sections])
  return (
    <>
      {sections.map(section => (
        <Part key={section.key} section={section} label={label} first={first} at={id} />
      ))}
    </>
  )
}

interface PartProps {
  section: Section
  label: string
  first: string | undefined
  at: string | null
}

function Part({ section, label, first, at }: PartProps) {
  const title = titleOf(section, words.value)
  const date = section.kind === 'today' ? today.value : section.day
  const drop = useDrop(date)
  return (
    <section class="section" data-kind={section.kind} {...drop}>
      {title && <h2 class="section-title">{title}</h2>}
      <LongList
        label={title ?? label}
        items={section.tasks}
        keep={at === null ? -1 : section.tasks.findIndex(task => task.id === at)}
        row={(task, index) => (
          <TaskRow
            key={task.id}
            task={task}
            position={index + 1}
            count={section.tasks.length}
            day={date}
            first={task.id === first}
          />
        )}
      />
    </section>
  )
}

function titleOf({ kind, day }: Section, w: (typeof allWords)['value']): string | undefined {
  if (kind === 'overdue') return w.overdue
  if (kind === 'today') return w.today
  if (kind === 'later') return w.later
  if (kind !== 'day' || day === undefined) return undefined
  const near = format.value.day(day, today.value, w)
  const long = format.value.longDay(day, today.value)
  return near === w.tomorrow ? `${near} · ${long}` : long
}
