import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import postgres from 'postgres'
import { insertTasks } from '../../../../functions/task-api/queries.ts'
import { callerOf, made, people } from './new-tasks.ts'

export const hasPgbench = (): boolean => spawnSync('pgbench', ['--version']).status === 0

/** The statement of a create per second, sent by the program that comes with Postgres and does nothing else. */
export async function createByPgbench(databaseUrl: string, clients: number, seconds: number): Promise<number> {
  const folder = await mkdtemp(path.join(tmpdir(), 'zerodue-pgbench-'))
  try {
    const script = path.join(folder, 'create.sql')
    await writeFile(script, `\\set person random(0, ${people.length - 1})\n${await createStatement(databaseUrl)};\n`)
    const { pathname, hostname, port, username, password } = new URL(databaseUrl)
    const env = { ...process.env, PGPASSWORD: password, PGOPTIONS: '-c role=task_api' }
    const child = spawn(
      'pgbench',
      [
        ...['-h', hostname, '-p', port, '-U', username, '-n', '-M', 'prepared', '-c', String(clients), '-j', '2'],
        ...['-T', String(seconds), '-f', script, pathname.slice(1)],
      ],
      { env, stdio: ['ignore', 'pipe', 'pipe'] },
    )
    const [said, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
    const perSecond = /^tps = ([\d.]+)/m.exec(said)?.[1]
    if (!perSecond) throw new Error(`pgbench did not run: ${errors}`)
    return Number(perSecond)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The very statement that the driver sends, with what it would bind written out, and new ids each time. */
async function createStatement(databaseUrl: string): Promise<string> {
  let sent: { query: string; parameters: unknown[] } | undefined
  const sql = postgres(databaseUrl, {
    max: 1,
    debug: (_, query, parameters) => {
      if (query.includes('insert into tasks.task')) sent = { query, parameters }
    },
  })
  const { task, events } = made('person-0')
  await insertTasks(sql, callerOf('person-0'), [task], events)
  await sql.end()
  if (!sent) throw new Error('The driver did not show the statement of a create.')
  const { query, parameters } = sent
  const fresh = [task.id, ...events.map(({ id }) => id)]
  return query
    .replaceAll(/\$(\d+)/g, (_, number: string) => literal(parameters[Number(number) - 1], fresh))
    .replaceAll(/\s+/g, ' ')
}

function literal(value: unknown, fresh: string[]): string {
  if (value === null || value === undefined) return 'null'
  if (value === 'person-0') return "('person-' || :person)"
  if (value instanceof Date) return quoted(value.toISOString())
  if (Array.isArray(value)) return `array[${value.map(one => literal(one, fresh)).join(', ')}]`
  return `(${pieces(String(value), fresh).map(quoted).join(' || gen_random_uuid() || ')})`
}

/** What stands between the ids that are to be new each time. */
const pieces = (text: string, fresh: string[]): string[] =>
  fresh.reduce((parts, id) => parts.flatMap(part => part.split(id)), [text])

/** pgbench takes a colon in a text for a variable of its own, so it stands as its code. */
const quoted = (text: string): string =>
  `U&'${text.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll(':', '\\003a')}'`
