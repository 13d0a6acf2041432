import { useEffect, useRef, useState } from 'preact/hooks'
import type { LocalTask } from '../../model/local-task.ts'
import { useClient } from '../client-context.ts'
import { scriptClass } from '../parts/bidi.tsx'
import { words } from '../words/current.ts'
import { useSaved } from './use-saved.ts'

/** The title, saved while the person types. An empty title is not saved: the old one returns. */
export function TitleField({ task }: { task: LocalTask }) {
  const client = useClient()
  const field = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState(task.title)
  const saved = useSaved(text, title => {
    if (title.trim() && title.trim() !== task.title) client.update(task.id, { title: title.trim() })
  })
  useEffect(() => {
    if (document.activeElement !== field.current) setText(task.title)
  }, [task.title])
  return (
    <textarea
      ref={field}
      id="detail-title"
      class={`title-field ${scriptClass(text)}`}
      dir="auto"
      rows={1}
      maxLength={500}
      aria-label={words.value.editor.title}
      value={text}
      onInput={event => setText(event.currentTarget.value.replaceAll('\n', ' '))}
      onBlur={() => {
        saved.now()
        if (!text.trim()) setText(task.title)
      }}
      onKeyDown={event => {
        if (event.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return
        event.preventDefault()
        event.stopPropagation()
        field.current?.blur()
      }}
    />
  )
}
