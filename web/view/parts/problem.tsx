import './problem.css'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Refusal } from '../../model/refusal.ts'
import { isFault, problemInWords } from '../format/problem.ts'
import { words } from '../words/current.ts'
import { Copyable } from './copyable.tsx'

interface Props {
  refusal: Refusal
  class?: string
  /** The words of this place for refusals that it expects. */
  inWords?: Partial<Record<Refusal['refused'], string>>
  /** It was there before: a screen reader does not interrupt. */
  quiet?: boolean
  /** The words take the focus. */
  focused?: boolean
  /** It has a number even if it is no fault. */
  numbered?: boolean
}

/** Why something was refused. A fault has a number: the trace of the request, by which an operator finds it. */
export function Problem({ refusal, class: name = '', inWords = {}, quiet, focused, numbered }: Props) {
  const w = words.value
  const place = useRef<HTMLParagraphElement>(null)
  useLayoutEffect(() => {
    if (focused) place.current?.focus()
  }, [refusal])
  const ownWords = inWords[refusal.refused]
  const { traceId } = refusal
  return (
    <div class={`problem ${name}`}>
      <p ref={place} role={quiet ? undefined : 'alert'} tabIndex={focused ? -1 : undefined}>
        {ownWords ?? problemInWords(refusal, w)}
      </p>
      {traceId && (numbered || (ownWords === undefined && isFault(refusal, w))) && (
        <div class="problem-number">
          <span>{w.problems.number}</span>
          <Copyable text={traceId} label={w.problems.number} />
        </div>
      )}
    </div>
  )
}
