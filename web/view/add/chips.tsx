import './chips.css'
import { useEffect, useState } from 'preact/hooks'
import { isRefused } from '../../model/refusal.ts'
import { useClient } from '../client-context.ts'
import { beforeInWords } from '../format/reminder.ts'
import { Icon } from '../icons/icon.tsx'
import type { IconName } from '../icons/shapes.ts'
import { today } from '../now.ts'
import { Bidi } from '../parts/bidi.tsx'
import { format, words } from '../words/current.ts'
import type { Default } from './defaults.ts'
import type { Span, useLine } from './use-line.ts'

/** A tag needs no icon: it has its # sign. */
const icons: Partial<Record<Span['kind'], IconName>> = {
  date: 'today',
  time: 'overdue',
  repeat: 'repeat',
  priority: 'flag',
  reminder: 'bell',
}

interface Props {
  line: ReturnType<typeof useLine>
  listDefault: Default | undefined
  onRefuseDefault: () => void
  focusField: () => void
}

/** The recognised parts of the line. A click or Backspace turns a part back into text. */
export function Chips({ line, listDefault, onRefuseDefault, focusField }: Props) {
  const { add } = words.value
  const rule = useRule(line)
  const shown = line.spans.map((span, index) => ({ span, index, label: labelOf(span, line, rule) }))
  if (!shown.length && !listDefault) return null
  const refuse = (span: Span) => {
    line.refuse(span)
    focusField()
  }
  return (
    <div class="chips">
      {shown.map(({ span, index, label }) => (
        <Chip
          key={`${span.kind} ${index}`}
          icon={icons[span.kind]}
          label={add.asText(`${add.kinds[span.kind]} ${label}`)}
          onRefuse={() => refuse(span)}
        >
          {label}
        </Chip>
      ))}
      {listDefault && (
        <Chip
          icon={icons[listDefault.kind]}
          label={add.asText(`${add.kinds[listDefault.kind]} ${defaultInWords(listDefault)}`)}
          faint
          onRefuse={() => {
            onRefuseDefault()
            focusField()
          }}
        >
          {defaultInWords(listDefault)}
        </Chip>
      )}
    </div>
  )
}

interface ChipProps {
  icon: IconName | undefined
  label: string
  children: string
  onRefuse: () => void
  /** The part comes from the list, not from the line. */
  faint?: boolean
}

function Chip({ icon, label, children, onRefuse, faint = false }: ChipProps) {
  return (
    <button
      type="button"
      class={faint ? 'chip faint' : 'chip'}
      aria-label={label}
      onClick={onRefuse}
      onKeyDown={event => {
        if (event.key !== 'Backspace' && event.key !== 'Delete') return
        event.preventDefault()
        onRefuse()
      }}
    >
      {icon && <Icon name={icon} size={14} />}
      <Bidi>{children}</Bidi>
      <Icon name="close" size={14} />
    </button>
  )
}

const defaultInWords = ({ kind, value }: Default): string => (kind === 'date' ? words.value.today : `#${value}`)

function labelOf(span: Span, { draft }: ReturnType<typeof useLine>, rule: string): string {
  const [w, f] = [words.value, format.value]
  if (span.kind === 'repeat') return rule || span.text
  if (span.kind === 'date' && draft?.due) return f.shortDay(draft.due.date, today.value)
  if (span.kind === 'time' && draft?.due?.time) return f.time(draft.due.time)
  if (span.kind === 'priority' && draft?.priority) return w.editor.priorities[draft.priority]
  const before = draft?.reminders?.[0]
  if (span.kind === 'reminder' && before && 'before' in before && draft?.reminders?.length === 1)
    return beforeInWords(before.before, w, f, draft.due?.time !== undefined)
  return span.text
}

function useRule({ draft }: ReturnType<typeof useLine>): string {
  const client = useClient()
  const [ruleInWords, setRuleInWords] = useState('')
  const { language } = format.value
  const { rule } = draft?.repeat ?? {}
  const due = draft?.due
  useEffect(() => {
    if (!draft) return
    if (!rule || !due) return setRuleInWords('')
    let isCurrent = true
    void client
      .preview(rule, due, 1)
      .then(preview => isCurrent && !isRefused(preview) && setRuleInWords(preview.words[language]))
    return () => {
      isCurrent = false
    }
  }, [draft === undefined, rule, due?.date, due?.time, language])
  return ruleInWords
}
