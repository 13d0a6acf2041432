import './filter-chips.css'
import { type ComponentChildren, Fragment } from 'preact'
import { useRef } from 'preact/hooks'
import { withParts, type FilterQuery, narrows } from '../../model/filter.ts'
import { Flag, levels } from '../parts/flag.tsx'
import { words } from '../words/current.ts'
import { Choices } from './choices.tsx'
import { FilterChip } from './filter-chip.tsx'
import { queryInWords } from './query-in-words.ts'
import { TagChoices } from './tag-choices.tsx'

interface Props {
  query: FilterQuery
  onChange: (query: FilterQuery) => void
  /** Words alone find what is done, too; a list shows what is open unless it is withParts for what is done. */
  searching?: boolean
  children?: ComponentChildren
}

/** What a list of tasks is narrowed to, a chip for each part. */
export function FilterChips({ query, onChange, searching = false, children }: Props) {
  const w = words.value
  const { find, editor } = w
  const group = useRef<HTMLDivElement>(null)
  const said = queryInWords(query, w)
  const isList = !searching || narrows(query)
  const set = (part: Parameters<typeof withParts>[1]) => onChange(withParts(query, part))
  /** Choosing again what is chosen takes it away. */
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
        said={said.status}
        unsaid={isList ? find.statuses.open : find.openOrDone}
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
      <FilterChip icon="flag" part={editor.priority} said={said.priority}>
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
      <FilterChip icon="today" part={editor.due} said={said.due}>
        {close => (
          <Choices
            label={editor.due}
            choices={(['overdue', 'today', 'week', 'none'] as const).map(due => [due, find.dueIs[due]])}
            chosen={chosen(query.due)}
            onToggle={one('due', close)}
          />
        )}
      </FilterChip>
      <FilterChip icon="tag" part={w.tags} said={said.tags}>
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
              // This button goes with what it clears: whoever pressed it goes on from the first chip.
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
      <FilterChip icon={icon} part={label} said={said[part]}>
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
