import './palette.css'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { LocalTask } from '../../model/local-task.ts'
import { useClient } from '../client-context.ts'
import { Icon } from '../icons/icon.tsx'
import { Keys } from '../keys/keys.tsx'
import { Bidi } from '../parts/bidi.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { go, route, withTask } from '../route.ts'
import { close } from '../state/screen.ts'
import { words } from '../words/current.ts'
import { type Entry, entriesOf, matching } from './entries.ts'

const maxTasks = 6

/** Everything by name: lists, actions on the selection, tasks, and the typed text as a new task. */
export function Palette() {
  const client = useClient()
  const w = words.value
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const [found, setFound] = useState<readonly LocalTask[]>([])
  const list = useRef<HTMLDivElement>(null)
  const all = useMemo(() => entriesOf(client, w), [w])

  useEffect(() => {
    setAt(0)
    if (!text.trim()) return setFound([])
    const controller = new AbortController()
    client.search(text, tasks => setFound(tasks.slice(0, maxTasks)), controller.signal)
    return () => controller.abort()
  }, [text])

  const entries: Entry[] = [
    ...matching(all, text),
    ...found.map(
      ({ id, title }): Entry => ({
        key: id,
        group: 'tasks',
        icon: 'done',
        label: title,
        run: () => go(withTask(route.peek(), id)),
      }),
    ),
    ...(text.trim() ? [addEntry(text.trim(), w.palette.addTask(text.trim()))] : []),
  ]
  const chosen = entries[Math.min(at, entries.length - 1)]
  const run = (entry: Entry | undefined) => {
    if (!entry) return
    close()
    // Runs after the dialog has closed: its closing would take the focus back from the command.
    setTimeout(() => entry.run(client))
  }
  const move = (by: number) => {
    const next = (at + by + entries.length) % entries.length
    setAt(next)
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' })
  }

  return (
    <Dialog label={w.palette.title} kind="palette" onClose={close}>
      <div class="palette-field">
        <Icon name="search" size={18} />
        <input
          type="text"
          dir="auto"
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={chosen ? `entry-${entries.indexOf(chosen)}` : undefined}
          aria-label={w.palette.field}
          placeholder={w.palette.field}
          autocomplete="off"
          autofocus
          value={text}
          onInput={event => setText(event.currentTarget.value)}
          onKeyDown={event => {
            if (event.isComposing) return
            if (event.key === 'ArrowDown') move(1)
            else if (event.key === 'ArrowUp') move(-1)
            else if (event.key === 'Enter') run(chosen)
            else return
            event.preventDefault()
          }}
        />
      </div>
      <div ref={list} id="palette-list" role="listbox" aria-label={w.palette.title} class="palette-list">
        {entries.map((entry, index) => (
          <div
            key={entry.key}
            id={`entry-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={entry === chosen}
            class="menu-item"
            onPointerUp={() => run(entry)}
            onMouseMove={() => setAt(index)}
          >
            <Icon name={entry.icon} size={18} />
            <span class="palette-label">
              <Bidi>{entry.label}</Bidi>
            </span>
            <span class="end">{entry.command ? <Keys command={entry.command} /> : groupOf(entry, w)}</span>
          </div>
        ))}
      </div>
    </Dialog>
  )
}

const groupOf = ({ group, key }: Entry, w: (typeof words)['value']): string =>
  group === 'go'
    ? w.palette.go
    : group === 'tasks'
      ? w.palette.tasks
      : key === 'add-typed'
        ? w.add.button
        : w.palette.act

const addEntry = (text: string, label: string): Entry => ({
  key: 'add-typed',
  group: 'act',
  icon: 'plus',
  label,
  run: async client => {
    const { task } = await client.parse(text)
    client.create([task])
  },
})
