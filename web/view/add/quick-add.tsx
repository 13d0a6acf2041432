import './quick-add.css'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { NewTaskDraft } from '../../model/client.ts'
import { useClient } from '../client-context.ts'
import { Icon } from '../icons/icon.tsx'
import { today } from '../now.ts'
import { lettersOf } from '../parts/bidi.tsx'
import { route } from '../route.ts'
import { announce } from '../state/announce.ts'
import { format, words } from '../words/current.ts'
import { Chips } from './chips.tsx'
import { applies, defaultOf, withDefault } from './defaults.ts'
import { PasteDialog } from './paste-dialog.tsx'
import { useLine } from './use-line.ts'
import { Highlights } from './highlights.tsx'

interface Props {
  /** Of the field over the list there is one; the sheet of a phone closes when it is left. */
  onLeave?: () => void
  autoFocus?: boolean
}

/** One line, from which a task is read. Enter adds it and keeps the field open for the next. */
export function QuickAdd({ onLeave, autoFocus = false }: Props) {
  const client = useClient()
  const { add } = words.value
  const line = useLine()
  const field = useRef<HTMLTextAreaElement>(null)
  const [pasted, setPasted] = useState<string[] | null>(null)
  const [plain, setPlain] = useState(false)
  const given = plain ? undefined : defaultOf(route.value, today.value)

  useLayoutEffect(() => {
    if (autoFocus) field.current?.focus()
  }, [])

  const create = (drafts: NewTaskDraft[]) => {
    client.create(drafts.map(draft => withDefault(draft, given, format.value.zone)))
    announce(
      drafts.length === 1 ? add.added(drafts[0]?.title ?? '') : add.pasteSeveral(drafts.length, String(drafts.length)),
    )
  }
  const submit = async () => {
    field.current?.focus()
    if (!line.text.trim()) return
    const draft = line.draft ?? line.settle()
    // The field is free at once: what is typed while this line is still read is the next one.
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
      // Escape empties the field, then leaves it: what was typed goes only when that is meant.
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
    setPasted(lines)
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
        <div class={`quick-add-text ${line.text && lettersOf(line.text)}`}>
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
          given={applies(given, line.draft) ? given : undefined}
          onRefuseGiven={() => setPlain(true)}
          back={() => field.current?.focus()}
        />
      )}
      {pasted && (
        <PasteDialog
          lines={pasted}
          onClose={() => setPasted(null)}
          onOne={() => {
            setPasted(null)
            line.write(`${line.text}${pasted.join(' ')}`)
          }}
          onSeveral={async () => {
            setPasted(null)
            create(await Promise.all(pasted.map(async text => (await client.parse(text)).task)))
          }}
        />
      )}
    </form>
  )
}

/** Lists are pasted with their bullets. */
const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map(line => line.replace(/^\s*(?:[-*•]\s+(?:\[[ x]\]\s+)?|\d+[.)]\s+)?/i, '').trim())
    .filter(Boolean)
