import './search.css'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { LocalTask } from '../../model/local-task.ts'
import { useClient } from '../client-context.ts'
import { Icon } from '../icons/icon.tsx'
import { focusRow } from '../keys/step.ts'
import { LongList } from '../parts/long-list.tsx'
import { open } from '../state/screen.ts'
import { clearSelection, current } from '../state/selection.ts'
import { useTitle } from '../tasks/list-title.ts'
import { TaskRow } from '../tasks/task-row.tsx'
import { format, words } from '../words/spoken.ts'
import { query } from './query.ts'
import { SaveFilter } from './save-filter.tsx'

/** Answers while it is typed: what the device has is there at once, and keeps its place when the server knows more. */
export function SearchScreen() {
  const client = useClient()
  const { find } = words.value
  useTitle()
  const text = query.value
  const field = useRef<HTMLInputElement>(null)
  const { found, complete } = useFound(text)
  useLayoutEffect(() => field.current?.focus(), [])
  // A task that was changed since it was found is shown as it is now.
  const shown = found.map(task => client.tasks.value.get(task.id) ?? task)
  const first = shown[0]?.id
  return (
    <main class="list-screen" id="list" tabIndex={-1}>
      <div class="scroller">
        <div class="list-column">
          <h1 class="unseen">{words.value.search}</h1>
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
                query.value = event.currentTarget.value
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
            {text && <SaveFilter text={text} />}
          </div>
          {!text && <p class="empty">{find.hint}</p>}
          {text && complete && !shown.length && <p class="empty">{find.none(text)}</p>}
          <LongList
            label={words.value.search}
            items={shown}
            keep={shown.findIndex(task => task.id === current.value)}
            row={(task, index) => (
              <TaskRow
                key={task.id}
                task={task}
                position={index + 1}
                count={shown.length}
                first={index === 0}
                onSchedule={({ id }) => {
                  clearSelection()
                  current.value = id
                  open('schedule')
                }}
              />
            )}
          />
          {text && !complete && <p class="empty coming">{find.more}</p>}
          <p class="unseen" role="status">
            {text && complete && find.results(shown.length, format.value.number(shown.length))}
          </p>
        </div>
      </div>
    </main>
  )
}

function useFound(text: string) {
  const client = useClient()
  const [found, setFound] = useState<readonly LocalTask[]>([])
  const [complete, setComplete] = useState(false)
  useEffect(() => {
    setComplete(false)
    if (!text.trim()) return setFound([])
    const asking = new AbortController()
    client.search(
      text.trim(),
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
