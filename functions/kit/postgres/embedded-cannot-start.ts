import { statfsSync } from 'node:fs'

/** A reason not to start, in one sentence that says what to do. It is shown without a stack trace. */
export class CannotStart extends Error {}

/** The reason in the log of Postgres: the first fatal line, with its detail. */
export function reasonOf(written: string): string {
  const lines = written.split(/\r?\n/)
  const at = lines.findIndex(line => /\b(FATAL|PANIC): /.test(line))
  const fatal = at < 0 ? undefined : afterLabel(lines[at])
  const detail = at < 0 ? undefined : lines.slice(at + 1).find(line => /\bDETAIL: /.test(line))
  if (fatal) return detail ? `${fatal} (${afterLabel(detail).replace(/\.$/, '')})` : fatal
  const own = lines.filter(line => /^(initdb|pg_ctl): /.test(line))
  return (
    own.map(line => line.replace(/^\w+: (error: )?/, '')).join('; ') ||
    lines.filter(Boolean).at(-1) ||
    'it gave no reason'
  )
}

export const saysDiskIsFull = (written: string) =>
  /No space left on device|Disk quota exceeded|ENOSPC|EDQUOT|^53100$/.test(written)

/** On a full disk Postgres may have no room left for a line in its log. */
export function isDiskFull(folder: string, written: string): boolean {
  const { bavail, bsize } = statfsSync(folder)
  return saysDiskIsFull(written) || bavail * bsize < 1_000_000
}

export const saysPortIsTaken = (written: string) => /could not bind|Address already in use/.test(written)

/** Children of a killed server need a moment to notice; until then Postgres refuses a new server. */
export const saysOldServerIsEnding = (written: string) => /pre-existing shared memory block/.test(written)

function afterLabel(line = ''): string {
  return line.replace(/^.*?\b[A-Z]+: +/, '').trim()
}

export const dataIsUnusable = (data: string, reason: string, logFile: string) =>
  new CannotStart(
    `Postgres cannot use its data in ${data}: ${reason}. Put a backup in its place, or move that folder away to begin ` +
      `with an empty one; its log is ${logFile}.`,
  )

export const diskIsFull = (folder: string) =>
  new CannotStart(`The disk that holds ${folder} is full: free some space and start again.`)

/** Turns an error of the file system into one sentence. Any other error stays as it is. */
export function sentenceOf(error: unknown, folder: string): unknown {
  const known = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOSPC', 'EDQUOT', '53100']
  return known.includes(codeOf(error)) ? cannotWrite(folder, error) : error
}

export function cannotWrite(folder: string, error: unknown): CannotStart {
  const code = codeOf(error)
  if (saysDiskIsFull(code)) return diskIsFull(folder)
  return new CannotStart(
    `Cannot write to the data folder ${folder} (${code}): make it writable, or set ZERODUE_HOME to another one.`,
  )
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')
