import { useEffect, useState } from 'preact/hooks'
import { words } from '../../words/current.ts'

interface Props {
  rule: string
  onChange: (rule: string) => void
}

/** Edits a rule as RRULE text. Leaving the field saves it. */
export function RuleField({ rule, onChange }: Props) {
  const [text, setText] = useState(rule)
  useEffect(() => setText(rule), [rule])
  const keep = () => {
    if (text.trim() && text !== rule) onChange(text.trim().toUpperCase())
  }
  return (
    <label>
      <span>{words.value.editor.rule}</span>
      <input
        class="input"
        dir="ltr"
        spellcheck={false}
        autocapitalize="characters"
        value={text}
        onInput={event => setText(event.currentTarget.value)}
        onBlur={keep}
        onKeyDown={event => event.key === 'Enter' && keep()}
      />
    </label>
  )
}
