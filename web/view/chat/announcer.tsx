import { useEffect, useRef } from 'preact/hooks'
import { ownWords } from '../../model/chat.ts'
import type { ShownTurn } from './conversation.ts'
import { chatWords } from './words.ts'

/** Screen readers hear an answer once, when it is whole. */
export function Announcer({ last }: { last: ShownTurn | undefined }) {
  // The answers of a conversation that was just opened are not news.
  const awaited = useRef(false)
  const place = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    const { current } = place
    if (last?.state === 'arriving') awaited.current = true
    if (!current || !awaited.current || last?.state !== 'done' || !last.answer) return
    awaited.current = false
    const { asked, proposed } = last.answer
    const parts = [ownWords(last.answer), proposed?.question, ...(proposed?.changes ?? []), asked?.question]
    current.textContent = chatWords.value.answered(parts.filter(Boolean).join('\n'))
  }, [last])
  return <p ref={place} class="visually-hidden" aria-live="polite" />
}
