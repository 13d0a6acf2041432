import { applyChange, emptyReplica } from '../model/replica.ts'
import type { Meta } from './schema.ts'
import type { Space } from './space.ts'

/** Replaces the database in a browser without storage, until the tab is closed. */
export function memorySpace(): Space {
  const replica = emptyReplica()
  const meta: Meta = { cursor: null, profile: null, chat: null }
  return {
    load: async () => ({ replica, meta, rest: null }),
    async save(change, more) {
      applyChange(replica, change)
      Object.assign(meta, more)
    },
    tidy: async () => {},
    close() {},
  }
}
