import { createHash } from 'node:crypto'
import { appendFileSync, cpSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { connect, type Sql } from '../functions/kit/postgres/connect.ts'
import { migrate, pendingMigrations, sqlFiles } from '../functions/kit/postgres/migrate.ts'
import { root } from '../functions/kit/root.ts'
import { emptyDatabase, testDatabase } from '../functions/kit/testing/database.ts'
import { newFolder } from '../functions/kit/testing/new-folder.ts'
import { dumpDatabase } from './schemas/dump-database.ts'

const functions = path.join(root, 'functions')
const files = globSync(sqlFiles, { cwd: functions })
const migrations = files.filter(file => /^\d{4}-/.test(path.basename(file)))
const appliedAgain = files.filter(file => !migrations.includes(file))

/** Migrations that databases have applied, with the first digits of their SHA-256. */
const landed = {
  '0001-foundation.sql': '8b8488d4b569',
  '0002-tasks.sql': '679e3421f9ef',
  '0003-identity.sql': '5a086f9f551e',
  '0004-sign-in-policies.sql': '357e5b825cdf',
  '0005-events.sql': 'efec88d21c76',
  '0006-delete-everything.sql': 'cc36b868f168',
  '0007-audit.sql': 'a8a4c5fc546f',
  '0008-own-words.sql': '6fa8d9f27c9c',
  '0008-reminders.sql': '8768446be2c0',
  '0009-notifications.sql': 'e7fb8edd7107',
  '0010-calendar.sql': 'ec213e89a64d',
  '0011-narrow-matches.sql': 'd3fc88eabca1',
  '0011-notifier-keys.sql': '574cadac6d7b',
  '0012-sync.sql': '6232975de1b0',
  '0013-older-reminders.sql': 'f077103c9ded',
}

const textOf = (file: string) => readFileSync(path.join(functions, file), 'utf8')
const checksumOf = (text: string) => createHash('sha256').update(text).digest('hex')

test('a migration that has landed keeps its name and its content', () => {
  const found = migrations.map(file => [path.basename(file), checksumOf(textOf(file)).slice(0, 12)])
  expect(Object.fromEntries(found)).toMatchObject(landed)
})

test('no two migrations have the same number, except the two pairs that landed so', () => {
  const byNumber = Map.groupBy(migrations.map(file => path.basename(file)).sort(), name => name.slice(0, 4))
  expect([...byNumber.values()].filter(({ length }) => length > 1)).toEqual([
    ['0008-own-words.sql', '0008-reminders.sql'],
    ['0011-narrow-matches.sql', '0011-notifier-keys.sql'],
  ])
})

test('a database older than the repeatable files keeps its rows and rights, and gets the schema of a new one', async () => {
  const { url, sql } = await landedDatabase()
  await insertRows(sql)
  const [rows, rights] = [await rowsOf(sql), await rightsOf(url)]
  expect(Object.keys(rows)).toHaveLength(15)

  expect(await migrate(url)).toEqual([
    '0014-applied.sql',
    '0015-own-words-once.sql',
    '0016-update-size.sql',
    '0017-oauth.sql',
    '0018-assistant.sql',
    '0019-chat.sql',
    '0020-model-usage.sql',
    '0021-start-time.sql',
    '0022-early-alarm.sql',
    '0023-trace.sql',
    ...['caller', 'deleted-user', 'idempotency', 'inbox', 'outbox', 'schema', 'set-aside', 'start-time', 'vitals'].map(
      name => `kit/${name}.sql`,
    ),
    'assistant/assistant.sql',
    'audit-sink/audit.sql',
    'audit-sink/vitals.sql',
    'notifier/notifications.sql',
    'notifier/vitals.sql',
    'reminder-firer/reminders.sql',
    'reminder-firer/vitals.sql',
    'sync-relay/sync.sql',
    'task-api/identity-events.sql',
    'task-api/identity.sql',
    'task-api/tasks.sql',
    'task-api/vitals.sql',
  ])

  // Migrations gave updates a size, and reminders a trace.
  const withMore = (table: string, more: string) => rows[table]?.map(row => String(row).replace(/\)$/, `,${more})`))
  expect(await rowsOf(sql)).toEqual({
    ...rows,
    'sync.update': withMore('sync.update', '1000'),
    'reminders.reminder': withMore('reminders.reminder', ''),
  })
  // The old code still runs while the new one rolls out: it keeps every right that it had.
  expect(await rightsOf(url)).toEqual(expect.arrayContaining(rights))
  expect(await dumpDatabase(url)).toBe(await dumpDatabase(await testDatabase()))
})

test('a second run changes nothing', async () => {
  const url = await testDatabase()
  const before = await dumpDatabase(url)
  expect(await migrate(url)).toEqual([])
  expect(await dumpDatabase(url)).toBe(before)
})

test('when two runs start at once on an empty database, one applies every file and the other none', async () => {
  const url = await emptyDatabase()
  const [one, other] = await Promise.all([migrate(url), migrate(url)])
  expect([one.length, other.length].sort((a, b) => a - b)).toEqual([0, files.length])
})

test.each(appliedAgain)('%s applied again changes nothing', async file => {
  const { url, sql } = await opened(await testDatabase())
  const before = await dumpDatabase(url)
  await sql.begin(tx => tx.unsafe(textOf(file)))
  expect(await dumpDatabase(url)).toBe(before)
})

test('applying the repeatable files again does not wait for a transaction that has written to every table', async () => {
  const { url, sql } = await opened(await testDatabase())
  await sql`delete from zerodue.applied`
  await sql`alter database ${sql(new URL(url).pathname.slice(1))} set lock_timeout = '5s'`
  const tables = await tablesOf(sql)
  const busy = connect(url, undefined, { connections: 1 })
  onTestFinished(() => busy.end())
  await busy.begin(async tx => {
    for (const table of tables) await tx`lock table ${tx(table)} in row exclusive mode`
    expect(await migrate(url)).toHaveLength(appliedAgain.length)
  })
  expect(tables.length).toBeGreaterThan(30)
})

test('only a repeatable file that changed is pending and applied again', async () => {
  const { url, sql } = await opened(await testDatabase())
  const folder = copyOfFunctions()
  appendFileSync(path.join(folder, 'sync-relay/database/sync.sql'), 'grant truncate on sync.update to sync_relay;')

  expect((await pendingMigrations(sql, folder)).map(({ name }) => name)).toEqual(['sync-relay/sync.sql'])
  expect(await migrate(url, folder)).toEqual(['sync-relay/sync.sql'])
  expect(await dumpDatabase(url)).toContain('truncate, update on table sync.update to sync_relay')

  // A right that is no longer in the file is revoked.
  expect(await migrate(url)).toEqual(['sync-relay/sync.sql'])
  expect(await dumpDatabase(url)).toBe(await dumpDatabase(await testDatabase()))
})

test('a change to a file of the kit, or a new migration, also applies the files that depend on it', async () => {
  const { sql } = await opened(await testDatabase())
  const pendingAfter = async (file: string) => {
    const folder = copyOfFunctions()
    appendFileSync(path.join(folder, file), 'select 1;')
    return (await pendingMigrations(sql, folder)).map(({ name }) => name)
  }
  expect(await pendingAfter('kit/postgres/database/outbox.sql')).toHaveLength(appliedAgain.length)
  expect(await pendingAfter('task-api/database/9999-more.sql')).toEqual([
    '9999-more.sql',
    'task-api/identity-events.sql',
    'task-api/identity.sql',
    'task-api/tasks.sql',
    'task-api/vitals.sql',
  ])
})

test('a run names and refuses a migration that changed after it was applied', async () => {
  const folder = copyOfFunctions()
  appendFileSync(path.join(folder, 'sync-relay/database/0012-sync.sql'), 'select 1;')
  await expect(migrate(await testDatabase(), folder)).rejects.toThrow('Migration 0012-sync.sql was changed')
})

test('the SQL files of a new function create its role, schema, outbox and tables', async () => {
  const { url, sql: owner } = await opened(await testDatabase())
  const folder = copyOfFunctions()
  const role = `echo_${path.basename(new URL(url).pathname)}`
  const database = path.join(folder, 'echo/database')
  mkdirSync(database, { recursive: true })
  writeFileSync(
    path.join(database, '9999-echo.sql'),
    'create schema echo; create table echo.message (user_id text not null, text text not null);',
  )
  writeFileSync(
    path.join(database, 'echo.sql'),
    `select zerodue.create_schema('echo', '${role}');
     select zerodue.create_outbox('echo', '${role}');
     select zerodue.create_inbox('echo', '${role}');
     select zerodue.protect('echo.message');
     grant select, insert on echo.message to ${role};`,
  )

  expect(await migrate(url, folder)).toEqual(['9999-echo.sql', 'echo/echo.sql'])

  const sql = connect(url, role, { connections: 1 })
  onTestFinished(async () => {
    await sql.end()
    await owner.unsafe(`drop owned by ${role}; drop role ${role}`)
  })
  await sql.begin(async tx => {
    await tx`select set_config('app.user', 'ana', true)`
    await tx`insert into echo.message values ('ana', 'hello')`
  })
  expect(await sql`select * from echo.message`).toEqual([])
  expect(await sql`select * from echo.unpublished_events('00000000-0000-0000-0000-000000000000', 1)`).toEqual([])
  await expect(sql`select * from sync.update`).rejects.toThrow('permission denied')
})

test('zerodue.caller is the only database function that every role may call', async () => {
  const { sql } = await opened(await testDatabase())
  const open = await sql<{ name: string }[]>`
    select n.nspname || '.' || p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public')
      and exists (select from aclexplode(coalesce(proacl, acldefault('f', proowner))) where grantee = 0)`
  expect(open.map(({ name }) => name)).toEqual(['zerodue.caller'])
})

async function opened(url: string) {
  const sql = connect(url, undefined, { connections: 1 })
  onTestFinished(() => sql.end())
  return { url, sql }
}

/** A database as it was before there were repeatable files. */
async function landedDatabase() {
  const { url, sql } = await opened(await emptyDatabase())
  for (const name of Object.keys(landed)) {
    const text = textOf(migrations.find(file => path.basename(file) === name) ?? name)
    await sql.begin(async tx => {
      await tx.unsafe(text)
      await tx`insert into zerodue.migration (name, checksum) values (${name}, ${checksumOf(text)})`
    })
  }
  return { url, sql }
}

function insertRows(sql: Sql) {
  return sql.unsafe(`
    insert into identity.person (id, email, name, zone, created_at, updated_at) values ('ana', 'ana@example.org', 'Ana', 'Asia/Karachi', now(), now());
    insert into identity.session (id, user_id, token, expires_at, created_at, updated_at) values ('s', 'ana', 't', now(), now(), now());
    insert into identity.profile (user_id) values ('ana');
    insert into identity.deleted_user values (sha256('bob'), now());
    insert into tasks.task (user_id, id, version, title, notes, status, priority, tags, series_id, occurrence, reminders,
        created_at, updated_at, title_order, title_words, notes_words, tag_keys)
      select 'ana', id, 1, 'Tea', '', 'open', 4, '{}', id, 1, '[]', now(), now(), 'tea', 'tea', '', '{}'
      from gen_random_uuid() id;
    insert into tasks.idempotency values ('ana', 'k', 'f', 201, '{}', '');
    insert into reminders.profile values ('ana', 'Asia/Karachi', 'en', '09:00', null, 1);
    insert into reminders.deleted_user values (sha256('bob'), now());
    insert into notifications.channel (user_id, id, kind, destination, created_at) values ('ana', gen_random_uuid(), 'email', 'ana@example.org', now());
    select set_config('app.user', 'ana', false);
    select sync.keep('t', now(), '{}', 100), sync.keep('t', now(), '{}', 100);
    select audit.append('ana', gen_random_uuid(), 'e', 's', 't', null, now(), 'user', 'ana', '{}', sha256('d'));
    insert into audit.deleted_user values (sha256('bob'), now());`)
}

async function tablesOf(sql: Sql): Promise<string[]> {
  const tables = await sql<{ name: string }[]>`
    select table_schema || '.' || table_name as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema', 'zerodue') order by 1`
  return tables.map(({ name }) => name)
}

/** Every row of every table that has rows, as text. */
async function rowsOf(sql: Sql): Promise<Record<string, unknown[]>> {
  const rows: Record<string, unknown[]> = {}
  for (const table of await tablesOf(sql)) {
    const found = await sql`select t::text as row from ${sql(table)} t order by 1`
    if (found.length) rows[table] = found.map(({ row }) => row)
  }
  return rows
}

/** The rights of the roles, without those on a table that only the owner reads. */
async function rightsOf(url: string): Promise<string[]> {
  const lines = (await dumpDatabase(url)).split('\n').filter(line => line.startsWith('grant '))
  return lines.filter(line => !/ to public;$| zerodue\.migration /.test(line))
}

function copyOfFunctions(): string {
  const folder = newFolder()
  for (const file of files) cpSync(path.join(functions, file), path.join(folder, file))
  return folder
}
