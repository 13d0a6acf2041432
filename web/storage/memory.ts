import { emptyReplica, make } from '../model/replica.ts'
import type { Meta } from './schema.ts'
import type { Space } from './space.ts'

/** Where a browser keeps nothing, everything works until the tab is closed. */
export function memorySpace(): Space {
  const replica = emptyReplica()
  const meta: Meta = { cursor: null, profile: null }
  return {
    load: async () => ({ replica, meta }),
    async save(change, more) {
      make(replica, change)
      Object.assign(meta, more)
    },
    close() {},
  }
}
