import postgres from 'postgres'

/** The pool. A query that writes takes a `Transaction` instead, so that the compiler refuses the pool. */
export type Sql = postgres.Sql
export type Transaction = postgres.TransactionSql
/** A piece of a query. */
export type Fragment = postgres.PendingQuery<postgres.Row[]>

interface ConnectOptions {
  connections?: number
  onNotice?: (notice: postgres.Notice) => void
}

/** Dates and times of day stay text: a `Date` would shift them to the zone of this process. */
const asWritten = { to: 25, from: [1082, 1083], serialize: String, parse: (text: string) => text }

/**
 * The pause before a new connection after so many failures. The default of the driver grows to 20 s, and queries wait for it
 * also after the database is back.
 */
const reconnectSeconds = (failures: number): number => (0.5 + Math.random() / 2) * Math.min(3 ** failures / 100, 1)

/**
 * Connects lazily as `role`; the user of the URL must be a member of it. The role of a function owns nothing and has only the
 * rights that its SQL files grant.
 */
export function connect(url: string, role: string | undefined, options: ConnectOptions = {}): Sql {
  return postgres(url, {
    max: options.connections ?? 10,
    idle_timeout: 60,
    connect_timeout: 10,
    backoff: reconnectSeconds,
    onnotice: options.onNotice ?? (() => {}),
    types: { asWritten },
    // The statements here are short: to compile one takes longer than to run it.
    connection: { application_name: role ?? 'zerodue', jit: 'off', ...(role && { role }) },
  })
}
