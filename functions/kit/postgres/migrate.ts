import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { glob, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { connect, type Sql } from './connect.ts'

/**
 * A file of `functions/<function>/database/` or of the kit. A file with a number is a migration: it is applied once and
 * never changes. Any other file is applied again whenever it, or a file that it builds on, has changed.
 */
interface SqlFile {
  name: string
  /** The function's folder, or `kit`. */
  owner: string
  isMigration: boolean
  sql: string
  checksum: string
}

/** The folder with the functions. A bundle has a copy of their SQL files next to it. */
const bundled = fileURLToPath(new URL('./functions', import.meta.url))
const functions = existsSync(bundled) ? bundled : fileURLToPath(new URL('../..', import.meta.url))
export const sqlFiles = ['kit/postgres/database/*.sql', '*/database/*.sql']

/** Brings the database to the newest schema and answers the names of the applied files. A lock lets one run at a time. */
export async function migrate(databaseUrl: string, folder = functions): Promise<string[]> {
  const sql = connect(databaseUrl, undefined, { connections: 1 })
  try {
    await sql`select pg_advisory_lock(hashtext('zerodue.migrate'))`
    const pending = await pendingMigrations(sql, folder)
    for (const { name, checksum, ...file } of pending) {
      const table = file.isMigration ? 'zerodue.migration' : 'zerodue.applied'
      await sql.begin(async tx => {
        await tx.unsafe(file.sql)
        if (!file.isMigration) await tx`delete from zerodue.applied where name = ${name}`
        await tx`insert into ${tx(table)} (name, checksum) values (${name}, ${checksum})`
      })
    }
    return pending.map(({ name }) => name)
  } finally {
    await sql.end()
  }
}

/** The files to apply, in their order: migrations by number, then the kit's other files, then those of the functions. */
export async function pendingMigrations(sql: Sql, folder = functions): Promise<SqlFile[]> {
  const [migrations, applied] = [await checksumsIn(sql, 'zerodue.migration'), await checksumsIn(sql, 'zerodue.applied')]
  const files = await readSqlFiles(folder)
  for (const { name, checksum, isMigration } of files) {
    const known = migrations.get(name)
    if (isMigration && known && known !== checksum)
      throw new Error(`Migration ${name} was changed after it was applied: restore it and write a new one.`)
  }
  return files.filter(({ name, checksum, isMigration }) =>
    isMigration ? !migrations.has(name) : applied.get(name) !== checksum,
  )
}

async function checksumsIn(sql: Sql, table: string): Promise<Map<string, string>> {
  const [found] = await sql`select to_regclass(${table}) as name`
  if (!found?.name) return new Map()
  const rows = await sql<{ name: string; checksum: string }[]>`select name, checksum from ${sql(table)}`
  return new Map(rows.map(row => [row.name, row.checksum]))
}

async function readSqlFiles(folder: string): Promise<SqlFile[]> {
  const files: Omit<SqlFile, 'checksum'>[] = []
  for await (const file of glob(sqlFiles, { cwd: folder })) {
    const [owner = '', base] = [file.split(path.sep)[0], path.basename(file)]
    const isMigration = /^\d{4}-/.test(base)
    const sql = await readFile(path.join(folder, file), 'utf8')
    // Existing databases record migrations without the folder.
    files.push({ owner, name: isMigration ? base : `${owner}/${base}`, isMigration, sql })
  }
  if (!files.length) throw new Error(`There are no SQL files in ${folder}: give the folder that holds the functions.`)
  const place = (file: Omit<SqlFile, 'checksum'>) =>
    `${file.isMigration ? 0 : file.owner === 'kit' ? 1 : 2} ${file.name}`
  files.sort((one, other) => (place(one) < place(other) ? -1 : 1))
  return files.map(file => {
    // A repeatable file builds on the kit's files and on the migrations of its own folder.
    const basis = files.filter(
      one => (one.owner === 'kit' && !one.isMigration) || (one.owner === file.owner && one.isMigration),
    )
    const texts = file.isMigration ? [file.sql] : [...basis.map(({ sql }) => sql), file.sql]
    return { ...file, checksum: texts.reduce((hash, text) => hash.update(text), createHash('sha256')).digest('hex') }
  })
}
