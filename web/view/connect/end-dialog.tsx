import type { ConnectedProgram } from '../../model/server.ts'
import { Dialog } from '../parts/dialog.tsx'
import { ProgramName } from '../parts/program-name.tsx'
import { words } from '../words/current.ts'

interface Props {
  program: ConnectedProgram
  onClose: () => void
  onEnd: () => void
}

/** Asks before a program loses access: there is no undo, only connecting it again. */
export function EndDialog({ program, onClose, onEnd }: Props) {
  const { add, programs } = words.value
  const { connect } = programs
  return (
    <Dialog label={connect.endTitle} headed onClose={onClose}>
      <p class="connect-ending">
        <ProgramName name={program.name} />
      </p>
      <p>{connect.endText}</p>
      <div class="dialog-actions">
        <button type="button" class="button" autofocus onClick={onClose}>
          {add.cancel}
        </button>
        <button type="button" class="button danger" onClick={onEnd}>
          {connect.end}
        </button>
      </div>
    </Dialog>
  )
}
