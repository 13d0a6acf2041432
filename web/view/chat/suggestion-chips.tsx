import { useClient } from '../client-context.ts'
import { moment } from '../now.ts'
import { format } from '../words/current.ts'
import type { Send } from './conversation.ts'
import { suggestionsFor } from './suggestions.ts'
import { chatWords } from './words.ts'

/** What the person may want to ask now. A click sends it. */
export function SuggestionChips({ isAnswered, send }: { isAnswered: boolean; send: Send }) {
  const w = chatWords.value
  const client = useClient()
  if (client.connection.value !== 'online') return null
  const time = format.value.localOf(moment.value.now).time ?? ''
  return (
    <ul class="chat-suggestions" aria-label={w.suggestions}>
      {suggestionsFor(client.tasks.value.values(), moment.value, time, isAnswered).map(name => (
        <li key={name}>
          <button type="button" class="chat-chip" onClick={() => send({ text: w.suggest[name] }, w.suggest[name])}>
            {w.suggest[name]}
          </button>
        </li>
      ))}
    </ul>
  )
}
