import { useEffect, useRef, useState } from 'preact/hooks'
import type { NewTaskDraft } from '../../model/client.ts'
import { useClient } from '../client-context.ts'
import { moveRanges, type Range } from './refused-ranges.ts'

export interface Span extends Range {
  kind: 'date' | 'time' | 'repeat' | 'tag' | 'priority' | 'reminder'
  text: string
}

export interface ParsedLine {
  text: string
  /** The parts that were kept as text. */
  except: readonly Range[]
  task: NewTaskDraft
  spans: Span[]
}

/** The parser could not be loaded: the whole line becomes a title. */
const ignore = () => {}

/** A line that is parsed while the person types. Results for an older text are ignored. */
export function useLine() {
  const client = useClient()
  const [text, setText] = useState('')
  const [except, setExcept] = useState<readonly Range[]>([])
  const [parsed, setParsed] = useState<ParsedLine | null>(null)
  const latest = useRef(0)

  useEffect(() => {
    const number = ++latest.current
    if (!text.trim()) return setParsed(null)
    void client.parse(text, except).then(({ task, spans }) => {
      if (number === latest.current) setParsed({ text, except, task, spans })
    }, ignore)
  }, [text, except])

  return {
    text,
    /** The recognised parts. Those of an older text count only while they are still in place and wanted. */
    spans: parsed
      ? parsed.spans.filter(
          ({ start, end, text: word }) =>
            text.slice(start, end) === word && !except.some(refused => refused.start === start && refused.end === end),
        )
      : [],
    draft: parsed?.text === text && parsed.except === except ? parsed.task : undefined,
    write(next: string) {
      setExcept(moveRanges(except, text, next))
      setText(next)
    },
    refuse: (span: Range) => setExcept([...except, { start: span.start, end: span.end }]),
    /** Parses the current line; without the parser it becomes a title. */
    settle: (): Promise<NewTaskDraft> =>
      client.parse(text, except).then(
        ({ task }) => task,
        () => ({ title: text.trim() }),
      ),
    clear() {
      latest.current++
      setText('')
      setExcept([])
      setParsed(null)
    },
    /** Loads the parser before the first key. */
    warm: () => void client.parse('', []).catch(ignore),
  }
}
