import './filter-chips.css'
import { type ComponentChildren, Fragment } from 'preact'
import { useRef } from 'preact/hooks'
import { type FilterQuery, narrows, withParts } from '../../model/filter.ts'
import { Flag, levels } from '../parts/flag.tsx'
import { words } from '../words/current.ts'
import { Choices } from './choices.tsx'
import { FilterChip } from './filter-chip.tsx'
import { queryInWords } from './query-in-words.ts'
import { TagChoices } from './tag-choices.tsx'

interface Props {
  query: FilterQuery
  onChange: (query: FilterQuery) => void
  /** In a search words alone match done tasks too. A list shows open tasks unless the query asks for done ones. */
  searching?: boolean
  children?: ComponentChildren
}

/** The parts of a query, one chip each. */
export function FilterChips({ query, onChange, searching = false, children }: Props) {
  const w = words.value
  const { find, editor } = w
  const group = useRef<HTMLDivElement>(null)
  const values = queryInWords(query, w)
  const isList = !searching || narrows(query)
  const set = (part: Parameters<typeof withParts>[1]) => onChange(withParts(query, part))
  /** Choosing the current value again clears it. */
  const one =
    <K extends 'status' | 'due' | 'repeating' | 'hasReminder'>(part: K, close: () => void) =>
    (value: FilterQuery[K]) => {
      set({ [part]: query[part] === value ? undefined : value })
      close()
    }
  const chosen = <T,>(value: T | undefined) => (value === undefined ? [] : [value])
  const { priority = [] } = query

  return (
    <div ref={group} class="filter-chips" role="group" aria-label={find.narrow}>
      <FilterChip
        icon="done"
        part={find.status}
        value={values.status}
        emptyLabel={isList ? find.statuses.open : find.openOrDone}
      >
        {close => (
          <Choices
            label={find.status}
            choices={(['open', 'done'] as const).map(status => [status, find.statuses[status]])}
            chosen={chosen(query.status ?? (isList ? 'open' : undefined))}
            onToggle={one('status', close)}
          />
        )}
      </FilterChip>
      <FilterChip icon="flag" part={editor.priority} value={values.priority}>
        {() => (
          <Choices
            label={editor.priority}
            choices={levels.map(level => [
              level,
              <Fragment key={level}>
                <Flag level={level} />
                {editor.priorities[level]}
              </Fragment>,
            ])}
            chosen={priority}
            onToggle={level => {
              const isChosen = priority.includes(level)
              set({ priority: levels.filter(each => (each === level ? !isChosen : priority.includes(each))) })
            }}
          />
        )}
      </FilterChip>
      <FilterChip icon="today" part={editor.due} value={values.due}>
        {close => (
          <Choices
            label={editor.due}
            choices={(['overdue', 'today', 'week', 'none'] as const).map(due => [due, find.dueIs[due]])}
            chosen={chosen(query.due)}
            onToggle={one('due', close)}
          />
        )}
      </FilterChip>
      <FilterChip icon="tag" part={w.tags} value={values.tags}>
        {() => (
          <TagChoices query={query} onChange={({ tags, tagMode }) => set(tags?.length ? { tags, tagMode } : noTags)} />
        )}
      </FilterChip>
      {yesOrNo('repeating', 'repeat', editor.repeat, find.repeats)}
      {yesOrNo('hasReminder', 'bell', w.row.reminder, find.reminds)}
      <div class="filter-chips-end">
        {narrows(query) && (
          <button
            type="button"
            class="button quiet"
            onClick={() => {
              // This button disappears with the query: the focus moves to the first chip.
              group.current?.querySelector('button')?.focus()
              onChange(withParts({}, { text: query.text }))
            }}
          >
            {find.clear}
          </button>
        )}
        {children}
      </div>
    </div>
  )

  function yesOrNo(
    part: 'repeating' | 'hasReminder',
    icon: 'repeat' | 'bell',
    label: string,
    answers: { yes: string; no: string },
  ) {
    return (
      <FilterChip icon={icon} part={label} value={values[part]}>
        {close => (
          <Choices
            label={label}
            choices={[
              [true, answers.yes],
              [false, answers.no],
            ]}
            chosen={chosen(query[part])}
            onToggle={one(part, close)}
          />
        )}
      </FilterChip>
    )
  }
}

const noTags = { tags: undefined, tagMode: undefined }
