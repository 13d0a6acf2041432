import './search.css'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { withParts, type FilterQuery, narrows } from '../../model/filter.ts'
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

/** Answers while it is typed: what the device has is there at once, and keeps its place when the server knows more. */
export function SearchScreen() {
  const { find } = words.value
  useTitle()
  const text = query.value.text ?? ''
  const field = useRef<HTMLInputElement>(null)
  const { shown, complete } = useShown(query.value)
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
          {isAsked && !complete && <p class="empty coming">{find.more}</p>}
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

/** What is found, and as soon as more is withParts for than words, all that the list of it will show. */
function useShown(wanted: FilterQuery) {
  const tasks = useClient().tasks.value
  const { found, complete } = useFound(wanted.text?.trim() ?? '')
  const at = moment.value
  const staying = lingering.value
  const shown = useMemo(() => {
    // A task that was changed since it was found is shown as it is now.
    const current = found.map(task => tasks.get(task.id) ?? task)
    return narrows(wanted) ? narrowList(wanted, tasks.values(), current, at, staying) : current
  }, [wanted, tasks, found, at, staying])
  return { shown, complete }
}

function useFound(text: string) {
  const client = useClient()
  const [found, setFound] = useState<readonly LocalTask[]>([])
  const [complete, setComplete] = useState(false)
  useEffect(() => {
    setComplete(!text)
    if (!text) return setFound([])
    const asking = new AbortController()
    client.search(
      text,
      (tasks, all) => {
        setFound(tasks)
        setComplete(all)
      },
      asking.signal,
    )
    return () => asking.abort()
  }, [text])
  return { found, complete }
}
