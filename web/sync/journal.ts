import type { Task } from '../../functions/domain/task.ts'
import type { UndoKind, UndoToken } from '../model/client.ts'
import type { Deed } from '../model/operation.ts'

export interface Done {
  taskId: string
  deed: Deed
  before: Task | undefined
  after: Task
}

export interface Entry {
  token: UndoToken
  what: UndoKind
  done: Done[]
  /** What takes it back where it was not done to tasks. */
  back?: () => void
}

const mostKept = 50

/** What was done in this tab, for as long as it can be taken back. */
export function createJournal(newToken: () => string, changed: (last: Entry | undefined) => void) {
  let entries: Entry[] = []
  const set = (next: Entry[]) => {
    entries = next.slice(-mostKept)
    changed(entries.at(-1))
  }
  return {
    add(what: UndoKind, done: Done[], back?: () => void): UndoToken {
      const token = newToken()
      if (done.length || back) set([...entries, { token, what, done, ...(back && { back }) }])
      return token
    },
    /** Takes an entry out: nothing is taken back twice. */
    take(token?: UndoToken): Entry | undefined {
      const entry = token === undefined ? entries.at(-1) : entries.find(one => one.token === token)
      if (entry) set(entries.filter(one => one !== entry))
      return entry
    },
    clear: () => set([]),
  }
}
