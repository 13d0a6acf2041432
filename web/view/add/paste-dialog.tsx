import './paste-dialog.css'
import { Bidi } from '../parts/bidi.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { format, words } from '../words/current.ts'

const maxShown = 8

interface Props {
  lines: readonly string[]
  onClose: () => void
  onOne: () => void
  onSeveral: () => void
}

/** Asks what pasted lines are: several tasks, or one task in several lines. */
export function PasteDialog({ lines, onClose, onOne, onSeveral }: Props) {
  const { add } = words.value
  const shown = format.value.number(lines.length)
  return (
    <Dialog label={add.pasteTitle(lines.length, shown)} onClose={onClose} headed kind="sheet">
      <p>{add.pasteText}</p>
      <ul class="pasted">
        {lines.slice(0, maxShown).map((line, index) => (
          <li key={index}>
            <Bidi>{line}</Bidi>
          </li>
        ))}
        {lines.length > maxShown && <li>{add.pasteMore(format.value.number(lines.length - maxShown))}</li>}
      </ul>
      <div class="dialog-actions">
        <button type="button" class="button quiet" onClick={onOne}>
          {add.pasteOne}
        </button>
        <button type="button" class="button primary" onClick={onSeveral} autofocus>
          {add.pasteSeveral(lines.length, shown)}
        </button>
      </div>
    </Dialog>
  )
}
