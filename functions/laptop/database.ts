import path from 'node:path'
import { connect } from '../kit/postgres/connect.ts'
import { startEmbeddedPostgres } from '../kit/postgres/embedded.ts'
import { CannotStart } from '../kit/postgres/embedded-cannot-start.ts'
import { migrate, pendingMigrations } from '../kit/postgres/migrate.ts'

interface DatabaseOptions {
  home: string
  databaseUrl: string | undefined
  /** Whether to migrate the database of DATABASE_URL. Without it an old schema is refused. */
  migrate: boolean
}

export interface Database {
  url: string
  stop(): Promise<void>
}

/** A Postgres with the newest schema: the embedded one, or the one of DATABASE_URL. */
export async function startDatabase({ home, databaseUrl, ...options }: DatabaseOptions): Promise<Database> {
  if (databaseUrl) {
    await (options.migrate ? migrateByUrl(databaseUrl) : refuseOldSchema(databaseUrl))
    return { url: databaseUrl, stop: async () => {} }
  }
  const embedded = await startEmbeddedPostgres({ folder: path.join(home, 'postgres') })
  try {
    await migrate(embedded.url)
  } catch (error) {
    await embedded.stop()
    throw error
  }
  return embedded
}

export async function migrateByUrl(databaseUrl: string): Promise<string[]> {
  return migrate(databaseUrl).catch(error => {
    throw explain(error, databaseUrl)
  })
}

async function refuseOldSchema(databaseUrl: string): Promise<void> {
  const sql = connect(databaseUrl, undefined, { connections: 1 })
  try {
    const pending = await pendingMigrations(sql)
    if (!pending.length) return
    throw new CannotStart(
      `The database of DATABASE_URL lacks ${pending.map(({ name }) => name).join(', ')}: run npm run migrate, or npm start -- --migrate.`,
    )
  } catch (error) {
    throw explain(error, databaseUrl)
  } finally {
    await sql.end()
  }
}

/** The user can fix an unreachable server or a failed login, so it becomes one sentence, without the URL's password. */
function explain(error: unknown, databaseUrl: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  const code = String(error.code)
  const refused = /^(E[A-Z_]+|CONNECT\w*|28\w{3}|3D000|42501|22023|53300|57P0\d)$/.test(code)
  if (!refused) return error
  const { host, pathname } = new URL(databaseUrl)
  const reason = error.message.includes(code) ? error.message : `${error.message} (${code})`
  return new CannotStart(
    `Cannot use the database ${host}${pathname}: ${reason}. Check that it runs and that DATABASE_URL is right.`,
  )
}
