import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { CannotStart, diskIsFull, isDiskFull, reasonOf } from './embedded-cannot-start.ts'
import type { Control } from './embedded-control.ts'

/** The folder gets its name when it is whole, so a first start that was interrupted leaves nothing to repair. */
export async function initialiseOnce(
  folder: string,
  data: string,
  noSync: boolean,
  { handOver, ...postgres }: Control,
) {
  for (const name of readdirSync(folder).filter(one => one.startsWith('data.new-')))
    rmSync(path.join(folder, name), { recursive: true, force: true })
  if (existsSync(data)) return
  const unfinished = mkdtempSync(path.join(folder, 'data.new-'))
  handOver(unfinished)
  const ok = await postgres.initdb([
    ...['-D', unfinished, '-U', 'zerodue', '--pwfile', path.join(folder, 'password'), '--auth=scram-sha-256'],
    // The same order of text on every platform. What a letter is, the C library says: pg_trgm asks it, and in «C» a
    // word in Urdu has no letters.
    ...[
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      `--lc-ctype=${ctype()}`,
    ],
    ...['--data-checksums', '--no-instructions', ...(noSync ? ['--no-sync'] : [])],
  ])
  if (ok) return renameSync(unfinished, data)
  rmSync(unfinished, { recursive: true, force: true })
  if (isDiskFull(folder, postgres.written())) throw diskIsFull(folder)
  throw new CannotStart(
    `Postgres could not make its data in ${folder}: ${reasonOf(postgres.written())}; all it said is in ${postgres.logFile}.`,
  )
}

/** The owner's password: made once, never in the repository or a default. */
export function secretIn(file: string, { handOver }: Control): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  handOver(file)
  return readFileSync(file, 'utf8')
}

function ctype(): string {
  return { darwin: 'en_US.UTF-8', win32: 'en-US' }[process.platform as string] ?? 'C.UTF-8'
}
