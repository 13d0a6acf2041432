import postgres from 'postgres'

/** The pool. A query that writes takes a `Transaction` instead, so that the compiler refuses the pool. */
export type Sql = postgres.Sql
export type Transaction = postgres.TransactionSql
/** A piece of a query. */
export type Fragment = postgres.PendingQuery<postgres.Row[]>

export interface ConnectOptions {
  connections?: number
  onNotice?: (notice: postgres.Notice) => void
}

/** Dates and times of day stay the text they are: a `Date` would move them into the zone of this process. */
const asWritten = { to: 25, from: [1082, 1083], serialize: String, parse: (text: string) => text }

/** Connects lazily as `role`: the URL's own user must be that role or may become it. */
export function connect(url: string, role: string | undefined, options: ConnectOptions = {}): Sql {
  return postgres(url, {
    max: options.connections ?? 10,
    idle_timeout: 60,
    connect_timeout: 10,
    onnotice: options.onNotice ?? (() => {}),
    types: { asWritten },
    connection: { application_name: role ?? 'zerodue', ...(role && { role }) },
  })
}
