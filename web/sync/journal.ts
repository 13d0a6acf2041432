import type { Task } from '../../functions/domain/task.ts'
import type { UndoKind, UndoToken } from '../model/client.ts'
import type { Action } from '../model/operation.ts'

export interface AppliedAction {
  taskId: string
  action: Action
  before: Task | undefined
  after: Task
}

export interface Entry {
  token: UndoToken
  kind: UndoKind
  applied: AppliedAction[]
  /** Reverts an entry that is not about tasks. */
  revert?: () => void
}

const maxEntries = 50

/** The actions of this tab that can still be undone. */
export function createJournal(newToken: () => string, onChange: (last: Entry | undefined) => void) {
  let entries: Entry[] = []
  const set = (next: Entry[]) => {
    entries = next.slice(-maxEntries)
    onChange(entries.at(-1))
  }
  return {
    add(kind: UndoKind, applied: AppliedAction[], revert?: () => void): UndoToken {
      const token = newToken()
      if (applied.length || revert) set([...entries, { token, kind, applied, ...(revert && { revert }) }])
      return token
    },
    /** Removes the entry: nothing is reverted twice. */
    take(token?: UndoToken): Entry | undefined {
      const entry = token === undefined ? entries.at(-1) : entries.find(one => one.token === token)
      if (entry) set(entries.filter(one => one !== entry))
      return entry
    },
    clear: () => set([]),
  }
}
