import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { newFolder, quickDisk } from '../testing/new-folder.ts'
import { startEmbeddedPostgres } from './embedded.ts'
import { CannotStart } from './embedded-cannot-start.ts'

/** One folder for all tests: making it takes longer than all of them. */
const folder = mkdtempSync(path.join(quickDisk, 'zerodue-test-'))
/** Safe when processes are killed: only a power cut needs fsync. */
const settings = { fsync: 'off' }

beforeAll(async () => {
  const { url, stop } = await startEmbeddedPostgres({ folder, settings })
  const sql = postgres(url, { max: 1 })
  await sql`create table kept as select 0 as answer`
  await sql.end()
  await stop()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a server left behind by a killed Zerodue is stopped, and its commits survive', async () => {
  const pid = await startAndForget()

  const second = await start()

  expect(await answerIn(second.url)).toBe(42)
  expect(postmasterPid()).not.toBe(pid)
})

test('after a SIGKILL of all processes of the server its commits survive', async () => {
  const pid = await startAndForget()
  process.kill(-pid, 'SIGKILL')

  expect(await answerIn((await start()).url)).toBe(42)
})

test('a server starts although its old pid now belongs to another program, which keeps running', async () => {
  const pid = await startAndForget()
  process.kill(-pid, 'SIGKILL')
  const { uid, gid } = statSync(path.join(folder, 'data'))
  const other = spawn('sleep', ['1000'], { uid, gid, cwd: '/' })
  onTestFinished(() => void other.kill())
  await once(other, 'spawn')
  const pidFile = path.join(folder, 'data', 'postmaster.pid')
  writeFileSync(pidFile, readFileSync(pidFile, 'utf8').replace(/^\d+/, String(other.pid)))

  expect(await answerIn((await start()).url)).toBe(42)
  expect(other.exitCode ?? other.signalCode).toBeNull()
})

test('an interrupted first start leaves nothing to repair', async () => {
  const folder = newFolder(quickDisk)
  mkdirSync(path.join(folder, 'data.new-cutoff'))
  writeFileSync(path.join(folder, 'data.new-cutoff', 'PG_VERSION'), '18\n')

  await start(folder)

  expect(readdirSync(folder).filter(name => name.startsWith('data'))).toEqual(['data'])
})

test('when another program has taken its port, the server starts on a new one', async () => {
  const first = await startEmbeddedPostgres({ folder, settings })
  await first.stop()
  const other = createServer().listen(Number(new URL(first.url).port), '127.0.0.1')
  await once(other, 'listening')
  onTestFinished(() => void other.close())

  const second = await start()

  expect(new URL(second.url).port).not.toBe(new URL(first.url).port)
  await postgres(second.url, { max: 1 }).end()
})

describe('data that is damaged', () => {
  const data = path.join(folder, 'data')

  test.each([
    ['garbage in PG_VERSION', 'PG_VERSION', 'garbage'],
    ['data of another Postgres', 'PG_VERSION', '17\n'],
    ['no PG_VERSION', 'PG_VERSION', undefined],
    ['no pg_control', 'global/pg_control', undefined],
    ['an empty pg_control', 'global/pg_control', ''],
    ['no tables', 'base', undefined],
  ])(
    '%s: the error says in one sentence where, why and what to do, and no file is deleted',
    async (_, name, content) => {
      const damaged = path.join(data, name)
      const mend = content === undefined ? removed(damaged) : overwritten(damaged, content)
      onTestFinished(mend)
      const before = contents(data)

      const error = await startEmbeddedPostgres({ folder, settings }).catch((thrown: unknown) => thrown)

      expect(error).toBeInstanceOf(CannotStart)
      expect(String(error)).toMatch(
        /Postgres cannot use its data in .+data: .{10,}\. Put a backup in its place, or move /,
      )
      expect(String(error)).not.toContain('\n')
      expect(contents(data)).toEqual(before)
    },
  )

  test('the server starts again after the repair', () => start())
})

test('the error names a folder that cannot be created', async () => {
  const file = path.join(newFolder(), 'file')
  writeFileSync(file, '')

  const error = await startEmbeddedPostgres({ folder: path.join(file, 'postgres') }).catch((thrown: unknown) => thrown)

  expect(String(error)).toMatch(
    /Cannot write to the data folder .+postgres \(ENOTDIR\): make it writable, or set ZERODUE_HOME/,
  )
})

/** Without postmaster.pid, which each start makes anew. */
const contents = (data: string) => readdirSync(data).filter(name => name !== 'postmaster.pid')

function removed(file: string) {
  const aside = path.join(path.dirname(path.dirname(file)), 'aside')
  renameSync(file, aside)
  return () => renameSync(aside, file)
}

function overwritten(file: string, content: string) {
  const whole = readFileSync(file)
  writeFileSync(file, content)
  return () => writeFileSync(file, whole)
}

async function start(where = folder) {
  const started = await startEmbeddedPostgres({ folder: where, settings })
  onTestFinished(() => started.stop())
  return started
}

/** Commits and leaves the server running, like a Zerodue that is killed right after a commit. */
async function startAndForget() {
  const { url } = await startEmbeddedPostgres({ folder, settings })
  const sql = postgres(url, { max: 1 })
  await sql`update kept set answer = 42`
  await sql.end()
  return postmasterPid()
}

function postmasterPid(): number {
  return Number(readFileSync(path.join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0])
}

async function answerIn(url: string) {
  const sql = postgres(url, { max: 1 })
  const [row] = await sql`update kept set answer = 0 returning old.answer`
  await sql.end()
  return row?.answer
}
