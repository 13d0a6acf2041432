import { useState } from 'preact/hooks'
import { words } from '../words/current.ts'

/** A secret that is shown only once. */
export function ShownOnce({ help, secret }: { help: string; secret: string }) {
  const { settings } = words.value
  const [copied, setCopied] = useState(false)
  return (
    <div class="once" role="status">
      <p>{help}</p>
      <div>
        <code>{secret}</code>
        <button
          type="button"
          class="button"
          onClick={() => void navigator.clipboard.writeText(secret).then(() => setCopied(true))}
        >
          {copied ? settings.copied : settings.copy}
        </button>
      </div>
    </div>
  )
}
