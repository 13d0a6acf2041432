/** How far an import is. */
export type ImportProgress =
  /** The file is on its way, or the server works on it. */
  | { at: 'server' }
  /** The server has no place for another import at the moment. */
  | { at: 'busy'; againInS: number }
  /** The server has the tasks, and this device has some of them. `away`: the others wait for a connection. */
  | { at: 'arriving'; arrived: number; of: number; away: boolean }
