import './history.css'
import { useState } from 'preact/hooks'
import type { LocalTask } from '../../model/local-task.ts'
import { isRefused, type Refusal } from '../../model/refusal.ts'
import type { HistoryEntry } from '../../model/server.ts'
import { useClient } from '../client-context.ts'
import { fieldInWords } from '../format/field.ts'
import { Icon } from '../icons/icon.tsx'
import { Problem } from '../parts/problem.tsx'
import { format, words } from '../words/current.ts'
import type { Words } from '../words/en.ts'

/** The audit trail of a task, loaded when the person opens it. */
export function History({ task }: { task: LocalTask }) {
  const client = useClient()
  const w = words.value
  const [entries, setEntries] = useState<readonly HistoryEntry[] | null>(null)
  const [next, setNext] = useState<string | null>(null)
  const [wrong, setWrong] = useState<Refusal>()
  const load = async (cursor?: string) => {
    const page = await client.history(task.id, cursor)
    setWrong(isRefused(page) ? page : undefined)
    if (isRefused(page)) return
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
      {wrong && (
        <Problem
          refusal={wrong}
          class="history-wrong"
          inWords={{ offline: w.editor.historyOffline, 'no-account': w.editor.historyAccount }}
        />
      )}
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
