import type { Client } from '../../model/client.ts'
import { commands } from './commands.ts'

/** The longest pause within a sequence of keys. */
const pauseMs = 1_200

/** Runs the command of a key, except while the person types, composes text or uses a dialog. */
export function followKeys(client: Client): () => void {
  let before = ''
  let at = 0
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || event.defaultPrevented) return
    const key = nameOf(event)
    const free = !isTyping(event.target) && !document.querySelector('dialog:modal, :popover-open')
    const sequence = before && event.timeStamp - at < pauseMs ? `${before} ${key}` : key
    before = ''
    const found = commands.find(command => command.keys.includes(sequence))
    if (found && (free || found.always)) {
      event.preventDefault()
      found.run(client, key)
    } else if (free && commands.some(command => command.keys.some(keys => keys.startsWith(`${sequence} `)))) {
      before = sequence
      at = event.timeStamp
    }
  }
  document.addEventListener('keydown', onKeyDown)
  return () => document.removeEventListener('keydown', onKeyDown)
}

/** `Mod` is ⌘ on a Mac and Ctrl elsewhere. On a keyboard with other letters the key's position counts. */
function nameOf(event: KeyboardEvent): string {
  const letter =
    /^Key[A-Z]$/.test(event.code) && !/^[a-z]$/i.test(event.key) ? event.code.slice(3).toLowerCase() : event.key
  const key = event.shiftKey && letter.length === 1 && /[a-z]/.test(letter) ? letter.toUpperCase() : letter
  if (event.ctrlKey || event.metaKey) return event.altKey ? '' : `Mod+${key.toLowerCase()}`
  if (event.altKey && key.length > 1) return ''
  return event.shiftKey && key.length > 1 ? `Shift+${key}` : key
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.matches('textarea, select')) return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'file'].includes(target.type)
}
