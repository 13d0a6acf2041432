import './quick-add.css'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { NewTaskDraft } from '../../model/client.ts'
import { useClient } from '../client-context.ts'
import { Icon } from '../icons/icon.tsx'
import { today } from '../now.ts'
import { scriptClass } from '../parts/bidi.tsx'
import { route } from '../route.ts'
import { announce } from '../state/announce.ts'
import { format, words } from '../words/current.ts'
import { Chips } from './chips.tsx'
import { applies, defaultOf, withDefault } from './defaults.ts'
import { Highlights } from './highlights.tsx'
import { PasteDialog } from './paste-dialog.tsx'
import { useLine } from './use-line.ts'

interface Props {
  /** Closes the sheet on a phone; the field above the list stays. */
  onLeave?: () => void
  autoFocus?: boolean
}

/** One line that becomes a task. Enter adds it and keeps the field open for the next one. */
export function QuickAdd({ onLeave, autoFocus = false }: Props) {
  const client = useClient()
  const { add } = words.value
  const line = useLine()
  const field = useRef<HTMLTextAreaElement>(null)
  const [pastedLines, setPastedLines] = useState<string[] | null>(null)
  const [plain, setPlain] = useState(false)
  const listDefault = plain ? undefined : defaultOf(route.value, today.value)

  useLayoutEffect(() => {
    if (autoFocus) field.current?.focus()
  }, [])

  const create = (drafts: NewTaskDraft[]) => {
    client.create(drafts.map(draft => withDefault(draft, listDefault, format.value.zone)))
    announce(
      drafts.length === 1 ? add.added(drafts[0]?.title ?? '') : add.pasteSeveral(drafts.length, String(drafts.length)),
    )
  }
  const submit = async () => {
    field.current?.focus()
    if (!line.text.trim()) return
    const draft = line.draft ?? line.settle()
    // The field is free at once: further typing is the next line, even while this one is still parsed.
    line.clear()
    setPlain(false)
    create([await draft])
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return
    if (event.key === 'Enter') {
      event.preventDefault()
      void submit()
    } else if (event.key === 'Escape') {
      // Escape first empties the field, then leaves it.
      event.stopPropagation()
      if (line.text) line.clear()
      else {
        field.current?.blur()
        onLeave?.()
      }
    } else if (event.key === 'Backspace') {
      const { selectionStart: at, selectionEnd: to } = field.current ?? { selectionStart: 0, selectionEnd: 1 }
      const span = at === to ? line.spans.find(({ end }) => end === at) : undefined
      if (!span) return
      event.preventDefault()
      line.refuse(span)
    }
  }
  const onPaste = (event: ClipboardEvent) => {
    const lines = linesOf(event.clipboardData?.getData('text') ?? '')
    if (lines.length < 2) return
    event.preventDefault()
    setPastedLines(lines)
  }

  return (
    <form
      class="quick-add"
      data-filled={line.text !== '' || undefined}
      onSubmit={event => {
        event.preventDefault()
        void submit()
      }}
    >
      <div class="quick-add-line">
        <Icon name="plus" size={18} />
        <div class={`quick-add-text ${line.text && scriptClass(line.text)}`}>
          <Highlights text={line.text} spans={line.spans} />
          <textarea
            ref={field}
            id={onLeave ? 'add-sheet' : 'add'}
            rows={1}
            dir={line.text ? 'auto' : undefined}
            value={line.text}
            placeholder={add.field}
            aria-label={add.field}
            maxLength={4000}
            autocomplete="off"
            enterkeyhint="done"
            onFocus={line.warm}
            onInput={event => line.write(event.currentTarget.value.replaceAll('\n', ' '))}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
          />
        </div>
        {line.text !== '' && (
          <button type="submit" class="button primary quick-add-send">
            {add.button}
          </button>
        )}
      </div>
      {line.text !== '' && (
        <Chips
          line={line}
          listDefault={applies(listDefault, line.draft) ? listDefault : undefined}
          onRefuseDefault={() => setPlain(true)}
          focusField={() => field.current?.focus()}
        />
      )}
      {pastedLines && (
        <PasteDialog
          lines={pastedLines}
          onClose={() => setPastedLines(null)}
          onOne={() => {
            setPastedLines(null)
            line.write(`${line.text}${pastedLines.join(' ')}`)
          }}
          onSeveral={async () => {
            setPastedLines(null)
            create(await Promise.all(pastedLines.map(async text => (await client.parse(text)).task)))
          }}
        />
      )}
    </form>
  )
}

/** Pasted lists come with bullets. */
const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map(line => line.replace(/^\s*(?:[-*•]\s+(?:\[[ x]\]\s+)?|\d+[.)]\s+)?/i, '').trim())
    .filter(Boolean)
