import './paste-dialog.css'
import { Bidi } from '../parts/bidi.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { format, words } from '../words/current.ts'

const mostShown = 8

interface Props {
  lines: readonly string[]
  onClose: () => void
  onOne: () => void
  onSeveral: () => void
}

/** Several lines were pasted: they may be a list, or one thing that somebody wrote in lines. */
export function PasteDialog({ lines, onClose, onOne, onSeveral }: Props) {
  const { add } = words.value
  const shown = format.value.number(lines.length)
  return (
    <Dialog label={add.pasteTitle(lines.length, shown)} onClose={onClose} headed kind="sheet">
      <p>{add.pasteText}</p>
      <ul class="pasted">
        {lines.slice(0, mostShown).map((line, index) => (
          <li key={index}>
            <Bidi>{line}</Bidi>
          </li>
        ))}
        {lines.length > mostShown && <li>{add.pasteMore(format.value.number(lines.length - mostShown))}</li>}
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
