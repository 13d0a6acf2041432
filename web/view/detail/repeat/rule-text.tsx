import { useState } from 'preact/hooks'
import { words } from '../../words/current.ts'

interface Props {
  rule: string
  onChange: (rule: string) => void
}

/** Edits a rule as RRULE text. Leaving the field saves it. */
export function RuleField({ rule, onChange }: Props) {
  const [text, setText] = useState(rule)
  const [lastRule, setLastRule] = useState(rule)
  // An effect would run after the first paint, and erase what the person has typed by then.
  if (rule !== lastRule) {
    setLastRule(rule)
    setText(rule)
  }
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
