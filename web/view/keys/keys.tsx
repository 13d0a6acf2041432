import './keys.css'
import { Fragment } from 'preact'
import type { Command } from './commands.ts'

const signs: Record<string, string> = { ArrowDown: '↓', ArrowUp: '↑', Shift: '⇧', Escape: 'Esc', Delete: 'Del' }
const isMac = () => /Mac|iP/.test(navigator.platform)
const sign = (key: string) => (key === 'Mod' ? (isMac() ? '⌘' : 'Ctrl') : (signs[key] ?? key))

/** The keys of a command as printed on a keyboard, left to right in every language. */
export function Keys({ command }: { command: Command }) {
  const alternatives = command.shown ? [command.shown] : command.keys
  return (
    <span class="keys" dir="ltr">
      {alternatives.map((keys, index) => (
        <Fragment key={keys}>
          {index > 0 && <span class="keys-or">/</span>}
          {keys.split(/[ +]/).map(key => (
            <kbd key={key}>{key.length === 1 && /[A-Z]/.test(key) ? `⇧${key}` : sign(key)}</kbd>
          ))}
        </Fragment>
      ))}
    </span>
  )
}
