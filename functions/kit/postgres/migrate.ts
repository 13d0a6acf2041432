import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { connect, type Sql } from './connect.ts'

const folder = new URL('./migrations/', import.meta.url)

export interface Migration {
  name: string
  sql: string
  checksum: string
}

/** Brings the database to the newest schema and answers the names of what it applied. Two at once wait for each other. */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const sql = connect(databaseUrl, undefined, { connections: 1 })
  try {
    const applied: string[] = []
    await sql`select pg_advisory_lock(hashtext('zerodue.migrate'))`
    for (const migration of await pendingMigrations(sql)) {
      await sql.begin(async tx => {
        await tx.unsafe(migration.sql)
        await tx`insert into zerodue.migration (name, checksum) values (${migration.name}, ${migration.checksum})`
      })
      applied.push(migration.name)
    }
    return applied
  } finally {
    await sql.end()
  }
}

/** What is not applied yet, oldest first. A migration that was changed after it was applied is a mistake, named here. */
export async function pendingMigrations(sql: Sql): Promise<Migration[]> {
  const applied = await appliedMigrations(sql)
  const migrations = await readMigrations()
  for (const { name, checksum } of migrations) {
    const known = applied.get(name)
    if (known && known !== checksum)
      throw new Error(`Migration ${name} was changed after it was applied: put it back and write a new one.`)
  }
  return migrations.filter(({ name }) => !applied.has(name))
}

async function appliedMigrations(sql: Sql): Promise<Map<string, string>> {
  const [table] = await sql`select to_regclass('zerodue.migration') as name`
  if (!table?.name) return new Map()
  const rows = await sql<{ name: string; checksum: string }[]>`select name, checksum from zerodue.migration`
  return new Map(rows.map(row => [row.name, row.checksum]))
}

async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(folder)).filter(name => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async name => {
      const sql = await readFile(new URL(name, folder), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}
