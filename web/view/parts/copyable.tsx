import './copyable.css'
import { useRef, useState } from 'preact/hooks'
import { announce } from '../state/announce.ts'
import { words } from '../words/current.ts'

interface Props {
  text: string
  /** What is copied, where a screen has several. */
  label?: string
}

/** Text with a button that copies it. Where the browser does not copy, the text is selected. */
export function Copyable({ text, label }: Props) {
  const { settings, programs } = words.value
  const [copied, setCopied] = useState<string>()
  const [isRefused, setRefused] = useState(false)
  const code = useRef<HTMLElement>(null)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(text)
      announce(settings.copied)
    } catch {
      setRefused(true)
      if (code.current) getSelection()?.selectAllChildren(code.current)
    }
  }
  const shown = copied === text ? settings.copied : settings.copy
  return (
    <>
      <div class="copyable">
        <code ref={code}>{text}</code>
        <button
          type="button"
          class="button"
          aria-label={label ? `${shown}: ${label}` : undefined}
          onClick={() => void copy()}
        >
          {shown}
        </button>
      </div>
      {isRefused && (
        <p class="copyable-wrong" role="alert">
          {programs.connect.copyFailed}
        </p>
      )}
    </>
  )
}
