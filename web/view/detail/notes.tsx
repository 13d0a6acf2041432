import './notes.css'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { LocalTask } from '../../model/local-task.ts'
import { useClient } from '../client-context.ts'
import { scriptClass } from '../parts/bidi.tsx'
import { lazy } from '../parts/lazy.tsx'
import { words } from '../words/current.ts'
import { useSaved } from './use-saved.ts'

const Markdown = lazy(async () => (await import('./markdown/markdown.tsx')).Markdown)

/** Rendered notes; a click or the button turns them into a text field. */
export function Notes({ task }: { task: LocalTask }) {
  const client = useClient()
  const { editor } = words.value
  const [editing, setEditing] = useState(false)
  const [text, setText] = useState(task.notes)
  const field = useRef<HTMLTextAreaElement>(null)
  const saved = useSaved(text, notes => notes !== task.notes && client.update(task.id, { notes }))
  useEffect(() => {
    if (!editing) setText(task.notes)
  }, [task.notes, editing])
  useLayoutEffect(() => {
    if (editing) field.current?.focus()
  }, [editing])

  // For a mouse; the keyboard has the button below.
  const read = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const edit = ({ target }: MouseEvent) => {
      const isLink = target instanceof Element && target.closest('a')
      if (!isLink && getSelection()?.isCollapsed !== false) setEditing(true)
    }
    read.current?.addEventListener('click', edit)
  }, [editing, text === ''])

  if (editing)
    return (
      <div class="notes">
        <textarea
          ref={field}
          class={`input notes-field ${text && scriptClass(text)}`}
          dir="auto"
          aria-label={editor.notes}
          placeholder={editor.notesHelp}
          maxLength={20_000}
          value={text}
          onInput={event => setText(event.currentTarget.value)}
          onBlur={() => {
            saved.now()
            setEditing(false)
          }}
          onKeyDown={event => {
            if (event.key !== 'Escape' || event.isComposing) return
            event.preventDefault()
            event.stopPropagation()
            field.current?.blur()
          }}
        />
      </div>
    )
  return (
    <div class="notes">
      {text ? (
        <>
          <div class={`notes-read ${scriptClass(text)}`} ref={read}>
            <Markdown text={text} />
          </div>
          <button type="button" class="link-button notes-edit" onClick={() => setEditing(true)}>
            {editor.editNotes}
          </button>
        </>
      ) : (
        <button type="button" class="notes-empty" onClick={() => setEditing(true)}>
          {editor.addNotes}
        </button>
      )}
    </div>
  )
}
