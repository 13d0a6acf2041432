import type { RefusedChange } from '../../model/local-task.ts'
import { useClient } from '../client-context.ts'
import { fieldInWords } from '../format/field.ts'
import { Icon } from '../icons/icon.tsx'
import { Problem } from '../parts/problem.tsx'
import { words } from '../words/current.ts'

/** A refused change: the reason, and the choice to retry or to discard it. */
export function RefusedBox({ refused }: { refused: RefusedChange }) {
  const client = useClient()
  const w = words.value
  const fields = refused.fields.map(field => fieldInWords(field, w)).join(', ')
  return (
    <section class="box refused">
      <h3>
        <Icon name="warning" size={16} />
        {w.editor.refusedTitle}
        {fields && ` ${w.editor.changed(fields)}`}
      </h3>
      <Problem refusal={refused.problem} quiet numbered />
      <div class="box-actions">
        <button type="button" class="button" onClick={() => client.retry(refused.operationId)}>
          {w.editor.retry}
        </button>
        <button type="button" class="button quiet" onClick={() => client.discard(refused.operationId)}>
          {w.editor.discard}
        </button>
      </div>
    </section>
  )
}
