import { useRef, useState } from 'preact/hooks'
import type { LocalTask } from '../../model/local-task.ts'
import { addTag } from '../actions/change.ts'
import { useClient } from '../client-context.ts'
import { Icon } from '../icons/icon.tsx'
import { Bidi } from '../parts/bidi.tsx'
import { Popover } from '../parts/popover.tsx'
import { addressOf } from '../route.ts'
import { words } from '../words/current.ts'
import { TagInput } from './tag-input.tsx'

export function TagsField({ task }: { task: LocalTask }) {
  const client = useClient()
  const { editor } = words.value
  const [adding, setAdding] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  return (
    <div class="line">
      <Icon name="tag" size={18} />
      <div class="tag-list">
        {task.tags.map(tag => (
          <span class="tag-pill" key={tag}>
            <a href={addressOf({ at: 'tag', name: tag })}>
              <Bidi>{`#${tag}`}</Bidi>
            </a>
            <button
              type="button"
              aria-label={editor.removeTag(tag)}
              onClick={() => client.update(task.id, { tags: task.tags.filter(name => name !== tag) })}
            >
              <Icon name="close" size={14} />
            </button>
          </span>
        ))}
        <button
          ref={button}
          type="button"
          class="line-button empty-line tag-add"
          aria-expanded={adding}
          onClick={() => setAdding(true)}
        >
          {editor.addTag}
        </button>
        {adding && (
          <Popover by={button} label={editor.addTag} onClose={() => setAdding(false)}>
            <TagInput
              autoFocus
              without={task.tags}
              onAdd={name => addTag(client, [task.id], name)}
              onLeave={() => setAdding(false)}
            />
          </Popover>
        )}
      </div>
    </div>
  )
}
