import '../parts/segments.css'
import { useId } from 'preact/hooks'

interface Props<T extends string> {
  label: string
  help?: string
  value: T
  choices: readonly (readonly [T, string])[]
  onChoose: (value: T) => void
}

/** A choice of one value, with all values visible. */
export function Choice<T extends string>({ label, help, value, choices, onChoose }: Props<T>) {
  const id = useId()
  return (
    <div class="setting">
      <div id={id}>
        {label}
        {help && <span class="help">{help}</span>}
      </div>
      <div class="segments" role="radiogroup" aria-labelledby={id}>
        {choices.map(([name, shown]) => (
          <label key={name}>
            <input type="radio" name={id} checked={name === value} onChange={() => onChoose(name)} />
            {shown}
          </label>
        ))}
      </div>
    </div>
  )
}
