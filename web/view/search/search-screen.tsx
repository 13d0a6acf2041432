import './search.css'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { type FilterQuery, narrows, withParts } from '../../model/filter.ts'
import { narrowList } from '../../model/list-of.ts'
import type { LocalTask } from '../../model/local-task.ts'
import { useClient } from '../client-context.ts'
import { Icon } from '../icons/icon.tsx'
import { focusRow } from '../keys/step.ts'
import { moment } from '../now.ts'
import { LongList } from '../parts/long-list.tsx'
import { lingering } from '../state/lingering.ts'
import { current } from '../state/selection.ts'
import { useTitle } from '../tasks/list-title.ts'
import { TaskRow } from '../tasks/task-row.tsx'
import { format, words } from '../words/current.ts'
import { FilterChips } from './filter-chips.tsx'
import { query, results } from './query.ts'
import { SaveFilter } from './save-filter.tsx'

/** Searches while the person types. The device's results show at once and keep their place. */
export function SearchScreen() {
  const { find } = words.value
  useTitle()
  const text = query.value.text ?? ''
  const field = useRef<HTMLInputElement>(null)
  const { shown, complete } = useResults(query.value)
  useLayoutEffect(() => field.current?.focus(), [])
  useLayoutEffect(() => {
    results.value = shown
  }, [shown])
  const first = shown[0]?.id
  const isNarrow = narrows(query.value)
  const isAsked = text.trim() !== '' || isNarrow
  return (
    <main class="list-screen" id="list" tabIndex={-1}>
      <div class="scroller">
        <div class="list-column">
          <h1 class="visually-hidden">{words.value.search}</h1>
          <div class="search-field">
            <Icon name="search" />
            <input
              ref={field}
              type="search"
              dir="auto"
              enterkeyhint="search"
              autocomplete="off"
              aria-label={find.field}
              placeholder={find.field}
              value={text}
              onInput={event => {
                query.value = withParts(query.value, { text: event.currentTarget.value })
              }}
              onKeyDown={event => {
                if (event.isComposing) return
                if (event.key === 'ArrowDown' && first) focusRow(first)
                else if (event.key === 'Escape') field.current?.blur()
                else return
                event.preventDefault()
                event.stopPropagation()
              }}
            />
          </div>
          <div class="search-narrow">
            <FilterChips query={query.value} onChange={change} searching>
              {isAsked && <SaveFilter query={query.value} />}
            </FilterChips>
          </div>
          {!isAsked && <p class="empty">{find.hint}</p>}
          {isAsked && complete && !shown.length && (
            <p class="empty">{isNarrow ? find.noneNarrowed : find.none(text)}</p>
          )}
          <LongList
            label={words.value.search}
            items={shown}
            keep={shown.findIndex(task => task.id === current.value)}
            row={(task, index) => (
              <TaskRow key={task.id} task={task} position={index + 1} count={shown.length} first={index === 0} />
            )}
          />
          {isAsked && !complete && <p class="empty loading-tasks">{find.more}</p>}
          <p class="visually-hidden" role="status">
            {isAsked && complete && find.results(shown.length, format.value.number(shown.length))}
          </p>
        </div>
      </div>
    </main>
  )
}

const change = (next: FilterQuery) => {
  query.value = next
}

/** The search results. If the query has more than words, they begin with all tasks of the same query as a filter. */
function useResults(filterQuery: FilterQuery) {
  const tasks = useClient().tasks.value
  const { found, complete } = useFound(filterQuery.text?.trim() ?? '')
  const at = moment.value
  const staying = lingering.value
  const shown = useMemo(() => {
    // A result shows the task's current state.
    const current = found.map(task => tasks.get(task.id) ?? task)
    return narrows(filterQuery) ? narrowList(filterQuery, tasks.values(), current, at, staying) : current
  }, [filterQuery, tasks, found, at, staying])
  return { shown, complete }
}

function useFound(text: string) {
  const client = useClient()
  const [found, setFound] = useState<readonly LocalTask[]>([])
  const [complete, setComplete] = useState(false)
  useEffect(() => {
    setComplete(!text)
    if (!text) return setFound([])
    const controller = new AbortController()
    client.search(
      text,
      (tasks, all) => {
        setFound(tasks)
        setComplete(all)
      },
      controller.signal,
    )
    return () => controller.abort()
  }, [text])
  return { found, complete }
}
