import { useEffect, useRef, useState } from 'preact/hooks'
import type { NewTaskDraft } from '../../model/client.ts'
import { useClient } from '../client-context.ts'
import { moved, type Range } from './refused-ranges.ts'

export interface Span extends Range {
  kind: 'date' | 'time' | 'repeat' | 'tag' | 'priority' | 'reminder'
  text: string
}

export interface Read {
  text: string
  task: NewTaskDraft
  spans: Span[]
}

/** A line that is read while it is typed. What comes back for an older line is passed over. */
export function useLine() {
  const client = useClient()
  const [text, setText] = useState('')
  const [except, setExcept] = useState<readonly Range[]>([])
  const [read, setRead] = useState<Read | null>(null)
  const asked = useRef(0)

  useEffect(() => {
    const number = ++asked.current
    if (!text.trim()) return setRead(null)
    void client.parse(text, except).then(({ task, spans }) => {
      if (number === asked.current) setRead({ text, task, spans })
    })
  }, [text, except])

  return {
    text,
    /** What is known of the line; the spans of an older one only as far as they still stand there. */
    spans: read ? read.spans.filter(span => text.slice(span.start, span.end) === span.text) : [],
    draft: read?.text === text ? read.task : undefined,
    write(next: string) {
      setExcept(moved(except, text, next))
      setText(next)
    },
    refuse: (span: Range) => setExcept([...except, { start: span.start, end: span.end }]),
    /** What the line means now, also when it was typed faster than it could be read. */
    settle: async (): Promise<NewTaskDraft> =>
      read?.text === text ? read.task : (await client.parse(text, except)).task,
    clear() {
      asked.current++
      setText('')
      setExcept([])
      setRead(null)
    },
    /** Loads what reads lines, before the first key. */
    warm: () => void client.parse('', []),
  }
}
