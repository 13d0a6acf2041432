import './history.css'
import { useState } from 'preact/hooks'
import type { LocalTask } from '../../model/local-task.ts'
import { isRefused } from '../../model/refusal.ts'
import type { HistoryEntry } from '../../model/server.ts'
import { useClient } from '../client-context.ts'
import { fieldInWords } from '../format/field.ts'
import { problemInWords } from '../format/problem.ts'
import { Icon } from '../icons/icon.tsx'
import { format, words } from '../words/current.ts'
import type { Words } from '../words/en.ts'

/** The audit trail of a task, loaded when the person opens it. */
export function History({ task }: { task: LocalTask }) {
  const client = useClient()
  const w = words.value
  const [entries, setEntries] = useState<readonly HistoryEntry[] | null>(null)
  const [next, setNext] = useState<string | null>(null)
  const [wrong, setWrong] = useState('')
  const load = async (cursor?: string) => {
    const page = await client.history(task.id, cursor)
    if (isRefused(page)) {
      setWrong(
        page.refused === 'offline'
          ? w.editor.historyOffline
          : page.refused === 'no-account'
            ? w.editor.historyAccount
            : problemInWords(page, w),
      )
      return
    }
    setWrong('')
    setEntries(cursor ? [...(entries ?? []), ...page.items] : page.items)
    setNext(page.next)
  }
  return (
    <details
      class="history"
      onToggle={event => {
        if (event.currentTarget.open) void load()
      }}
    >
      <summary>
        <Icon name="history" size={18} />
        {w.editor.history}
        <span class="history-sign">
          <Icon name="down" size={16} />
        </span>
      </summary>
      {wrong && <p class="history-wrong">{wrong}</p>}
      <ol aria-label={w.editor.history}>
        {entries?.map(entry => (
          <li key={entry.id}>
            <span>{sentence(entry, w)}</span>
            <time dateTime={entry.time}>{format.value.moment(entry.time)}</time>
          </li>
        ))}
      </ol>
      {next && (
        <button type="button" class="button quiet" onClick={() => void load(next)}>
          {w.editor.historyMore}
        </button>
      )}
    </details>
  )
}

function sentence({ type, actor, data }: HistoryEntry, w: Words): string {
  const { event, actor: actors, changed } = w.editor
  const name = type.replace(/^zerodue\./, '').replace(/\.v\d+$/, '')
  const did = name in event ? event[name as keyof typeof event] : event.other
  const kind = actor?.kind ?? 'system'
  const who = kind in actors ? actors[kind as keyof typeof actors] : actors.system
  const fields =
    typeof data === 'object' && data && 'changed' in data && Array.isArray(data.changed) ? data.changed : []
  const known = fields.filter(field => String(field) in w.editor.fields).map(field => fieldInWords(String(field), w))
  return [who, did, name === 'task.updated' && known.length && changed(known.join(', '))].filter(Boolean).join(' ')
}
