import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import { connect, type Sql } from '../postgres/connect.ts'
import { migrate } from '../postgres/migrate.ts'

/** A migrated database for one test file, copied from a template that the test run makes once. */
export async function testDatabase(): Promise<string> {
  const admin = inject('postgresUrl')
  return newDatabase(admin, await templateDatabase(admin))
}

/** A database without any schema. The roles are there: they belong to the whole server. */
export async function emptyDatabase(): Promise<string> {
  const admin = inject('postgresUrl')
  await templateDatabase(admin)
  return newDatabase(admin, 'template0')
}

async function newDatabase(admin: string, template: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await withAdmin(admin, sql => sql`create database ${sql(name)} template ${sql(template)}`)
  return named(admin, name)
}

/** Test files run in parallel: one of them makes the template while the others wait for its lock. */
async function templateDatabase(admin: string): Promise<string> {
  const name = 'zerodue_template'
  await withAdmin(admin, async sql => {
    await sql`select pg_advisory_lock(1)`
    const [exists] = await sql`select from pg_database where datname = ${name}`
    if (exists) return
    await sql`create database ${sql(`${name}_making`)}`
    await migrate(named(admin, `${name}_making`))
    await sql`alter database ${sql(`${name}_making`)} rename to ${sql(name)}`
  })
  return name
}

async function withAdmin<T>(url: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = connect(url, undefined, { connections: 1 })
  try {
    return await work(sql)
  } finally {
    await sql.end()
  }
}

function named(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = database
  return other.href
}
