import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import postgres from 'postgres'
import { temporaryFolder } from '../../../../functions/kit/testing/temporary.ts'
import { insertTasks } from '../../../../functions/task-api/queries.ts'
import { callerOf, made, people } from './new-tasks.ts'

export const hasPgbench = (): boolean => spawnSync('pgbench', ['--version']).status === 0

/** Creates per second when pgbench, Postgres's own load generator, sends the same statement. */
export async function createByPgbench(databaseUrl: string, clients: number, seconds: number): Promise<number> {
  const { folder, remove } = temporaryFolder()
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
    const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
    const perSecond = /^tps = ([\d.]+)/m.exec(output)?.[1]
    if (!perSecond) throw new Error(`pgbench failed: ${errors}`)
    return Number(perSecond)
  } finally {
    remove()
  }
}

/** The statement that the driver sends, with its parameters written out and new ids each time. */
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
  if (!sent) throw new Error('The driver sent no insert into tasks.task.')
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

/** The text between the ids that pgbench replaces. */
const pieces = (text: string, fresh: string[]): string[] =>
  fresh.reduce((parts, id) => parts.flatMap(part => part.split(id)), [text])

/** pgbench reads a colon as the start of a variable, so the text has its code instead. */
const quoted = (text: string): string =>
  `U&'${text.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll(':', '\\003a')}'`
