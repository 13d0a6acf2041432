import { addTag } from '../actions/change.ts'
import { useClient } from '../client-context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { close } from '../state/screen.ts'
import { targets } from '../state/selection.ts'
import { words } from '../words/current.ts'
import { TagInput } from './tag-input.tsx'

/** Adds a tag to the selected tasks. */
export function TagDialog() {
  const client = useClient()
  return (
    <Dialog label={words.value.editor.addTag} kind="sheet" headed onClose={close}>
      <TagInput
        autoFocus
        without={[]}
        onAdd={name => {
          close()
          addTag(client, targets(), name)
        }}
      />
    </Dialog>
  )
}
