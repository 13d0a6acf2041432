import '../parts/segments.css'
import { useId, useState } from 'preact/hooks'
import { fold } from '../../../functions/domain/fold.ts'
import type { FilterQuery } from '../../model/filter.ts'
import { useClient } from '../client-context.ts'
import { Bidi } from '../parts/bidi.tsx'
import { words } from '../words/current.ts'
import { Choices } from './choices.tsx'

/** With more tags than this there is a field to find one. */
const maxTagsWithoutField = 8

interface Props {
  query: FilterQuery
  onChange: (part: Pick<FilterQuery, 'tags' | 'tagMode'>) => void
}

/** Chooses tags: a task must have any of them, or all. */
export function TagChoices({ query, onChange }: Props) {
  const { find, tags: title } = words.value
  const id = useId()
  const [text, setText] = useState('')
  const { tags: chosen = [], tagMode = 'any' } = query
  const known = useClient().tags.value.map(({ name }) => name)
  const all = [...known, ...chosen.filter(name => !known.includes(name))]
  const offered = all.filter(name => fold(name).includes(fold(text)))
  const toggle = (name: string) => {
    const tags = chosen.includes(name) ? chosen.filter(one => one !== name) : [...chosen, name]
    onChange({ tags, tagMode })
  }
  return (
    <div class="tag-choices">
      {chosen.length > 1 && (
        <div class="segments" role="radiogroup" aria-label={find.tagMode}>
          {(['any', 'all'] as const).map(mode => (
            <label key={mode}>
              <input
                type="radio"
                name={id}
                checked={mode === tagMode}
                onChange={() => onChange({ tags: chosen, tagMode: mode })}
              />
              {find.tagModes[mode]}
            </label>
          ))}
        </div>
      )}
      {all.length > maxTagsWithoutField && (
        <input
          class="input"
          dir="auto"
          autocomplete="off"
          aria-label={find.findTag}
          placeholder={find.findTag}
          value={text}
          onInput={event => setText(event.currentTarget.value)}
          onKeyDown={event => {
            if (event.key !== 'Enter' || event.isComposing) return
            event.preventDefault()
            if (offered[0]) toggle(offered[0])
          }}
        />
      )}
      {all.length === 0 && <p class="help">{find.noTags}</p>}
      <Choices
        label={title}
        choices={offered.map(name => [name, <Bidi key={name}>{`#${name}`}</Bidi>] as const)}
        chosen={chosen}
        onToggle={toggle}
      />
    </div>
  )
}
