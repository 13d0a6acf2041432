import type { VNode } from 'preact'
import type { Span } from './use-line.ts'

/** A copy of the line behind the field, with the recognised parts highlighted. */
export function Highlights({ text, spans }: { text: string; spans: readonly Span[] }) {
  const parts: (string | VNode)[] = []
  let at = 0
  for (const { start, end } of spans) {
    parts.push(text.slice(at, start), <mark key={start}>{text.slice(start, end)}</mark>)
    at = end
  }
  return (
    <div class="highlights" dir="auto" aria-hidden="true">
      {parts}
      {text.slice(at)}{' '}
    </div>
  )
}
