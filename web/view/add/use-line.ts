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
  /** What it was read without. */
  except: readonly Range[]
  task: NewTaskDraft
  spans: Span[]
}

/** What reads lines could not be loaded: then a line is not read while it is typed, and becomes a title. */
const unread = () => {}

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
      if (number === asked.current) setRead({ text, except, task, spans })
    }, unread)
  }, [text, except])

  return {
    text,
    /** What is known of the line; the spans of an older one only as far as they still stand there and are still wanted. */
    spans: read
      ? read.spans.filter(
          ({ start, end, text: word }) =>
            text.slice(start, end) === word && !except.some(refused => refused.start === start && refused.end === end),
        )
      : [],
    draft: read?.text === text && read.except === except ? read.task : undefined,
    write(next: string) {
      setExcept(moved(except, text, next))
      setText(next)
    },
    refuse: (span: Range) => setExcept([...except, { start: span.start, end: span.end }]),
    /**
     * What the line means now, also when it was typed faster than it could be read. Where what reads lines cannot be
     * loaded, because the server went away first, the line is a title.
     */
    settle: (): Promise<NewTaskDraft> =>
      client.parse(text, except).then(
        ({ task }) => task,
        () => ({ title: text.trim() }),
      ),
    clear() {
      asked.current++
      setText('')
      setExcept([])
      setRead(null)
    },
    /** Loads what reads lines, before the first key. */
    warm: () => void client.parse('', []).catch(unread),
  }
}
