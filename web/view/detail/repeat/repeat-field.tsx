import './repeat-field.css'
import { useEffect, useState } from 'preact/hooks'
import type { Preview } from '../../../../functions/domain/recurrence/preview.ts'
import type { LocalTask } from '../../../model/local-task.ts'
import { isRefused } from '../../../model/refusal.ts'
import { useClient } from '../../client-context.ts'
import { Icon } from '../../icons/icon.tsx'
import { format, words } from '../../words/current.ts'
import { NextDates } from './next-dates.tsx'
import { RepeatEditor } from './repeat-editor.tsx'

/** The rule in words; open, the editor and the next dates. */
export function RepeatField({ task }: { task: LocalTask }) {
  const { editor } = words.value
  const [open, setOpen] = useState(false)
  const preview = usePreview(task)
  const inWords = preview && 'items' in preview ? preview.words[format.value.language] : undefined
  const isEmpty = !task.repeat
  return (
    <div class="line">
      <Icon name="repeat" size={18} />
      {task.due ? (
        <button
          type="button"
          class={isEmpty ? 'line-button empty-line' : 'line-button'}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <span class="visually-hidden">{editor.repeat}: </span>
          <span class="repeat-words">{isEmpty ? editor.noRepeat : (inWords ?? task.repeat?.rule)}</span>
        </button>
      ) : (
        <p class="line-button empty-line">{editor.repeatNeedsDue}</p>
      )}
      {open && task.due && (
        <div class="line-more repeat-more">
          <RepeatEditor task={task} due={task.due} />
          {preview && 'items' in preview && <NextDates items={preview.items} />}
          {preview && 'refused' in preview && <p class="repeat-wrong">{preview.detail || editor.ruleWrong}</p>}
        </div>
      )}
    </div>
  )
}

function usePreview({ repeat, due }: LocalTask): Preview | { refused: string; detail: string } | undefined {
  const client = useClient()
  const [preview, setPreview] = useState<Preview | { refused: string; detail: string }>()
  useEffect(() => {
    if (!repeat || !due) return setPreview(undefined)
    let isCurrent = true
    void client.preview(repeat.rule, due, 5).then(answer => {
      if (isCurrent) setPreview(isRefused(answer) ? { refused: answer.refused, detail: answer.detail } : answer)
    })
    return () => {
      isCurrent = false
    }
  }, [repeat?.rule, due?.date, due?.time, due?.zone])
  return preview
}
