import { useId, useState } from 'preact/hooks'
import { fold } from '../../../functions/domain/fold.ts'
import { useClient } from '../client-context.ts'
import { Bidi } from '../parts/bidi.tsx'
import { words } from '../words/current.ts'

const maxSuggestions = 6

interface Props {
  without: readonly string[]
  onAdd: (name: string) => void
  onLeave?: () => void
  autoFocus?: boolean
}

/** Reads the name of a tag and suggests existing tags that begin with it. */
export function TagInput({ without, onAdd, onLeave, autoFocus = false }: Props) {
  const client = useClient()
  const id = useId()
  const [text, setText] = useState('')
  const typed = fold(text)
  const known = client.tags.value
    .map(tag => tag.name)
    .filter(name => !without.includes(name) && fold(name).startsWith(typed))
    .slice(0, maxSuggestions)
  const add = (name: string) => {
    const clean = name
      .replace(/^#+/, '')
      .replaceAll(/[#,\s]+/g, ' ')
      .trim()
      .slice(0, 50)
    if (clean) onAdd(clean)
    setText('')
  }
  return (
    <div class="tag-input">
      <input
        class="input"
        dir="auto"
        aria-label={words.value.editor.addTag}
        placeholder={words.value.editor.addTag}
        aria-controls={id}
        maxLength={51}
        autofocus={autoFocus}
        autocomplete="off"
        value={text}
        onInput={event => setText(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.isComposing) return
          if (event.key === 'Enter' || event.key === ',') add(text)
          else if (event.key === 'Escape' && onLeave) onLeave()
          else return
          event.preventDefault()
          event.stopPropagation()
        }}
      />
      <div class="tag-offers" id={id}>
        {known.map(name => (
          <button key={name} type="button" class="tag-offer" onClick={() => add(name)}>
            <Bidi>{`#${name}`}</Bidi>
          </button>
        ))}
      </div>
    </div>
  )
}
