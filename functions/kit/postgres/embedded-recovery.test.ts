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

/** One for all, because making it takes longer than everything that is done with it. */
const folder = mkdtempSync(path.join(quickDisk, 'zerodue-test-'))
/** Enough for processes that are killed; only a power cut needs the disk to be waited for. */
const settings = { fsync: 'off' }

beforeAll(async () => {
  const { url, stop } = await startEmbeddedPostgres({ folder, settings })
  const sql = postgres(url, { max: 1 })
  await sql`create table kept as select 0 as answer`
  await sql.end()
  await stop()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a server that outlived its keeper is ended, and what it committed is there', async () => {
  const pid = await startAndForget()

  const second = await start()

  expect(await answerIn(second.url)).toBe(42)
  expect(postmasterPid()).not.toBe(pid)
})

test('a server that was killed with all its processes comes back with what it committed', async () => {
  const pid = await startAndForget()
  process.kill(-pid, 'SIGKILL')

  expect(await answerIn((await start()).url)).toBe(42)
})

test('a killed server whose process number belongs to another program now comes back, and that program lives', async () => {
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

test('a first start that was cut off half way leaves nothing to repair', async () => {
  const folder = newFolder(quickDisk)
  mkdirSync(path.join(folder, 'data.new-cutoff'))
  writeFileSync(path.join(folder, 'data.new-cutoff', 'PG_VERSION'), '18\n')

  await start(folder)

  expect(readdirSync(folder).filter(name => name.startsWith('data'))).toEqual(['data'])
})

test('a port that somebody else has taken meanwhile is left to them', async () => {
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
  ])('%s: one sentence says where, why and what to do, and nothing is deleted', async (_, name, content) => {
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
  })

  test('it starts again when the damage is mended', () => start())
})

test('a folder that cannot be made is named', async () => {
  const file = path.join(newFolder(), 'file')
  writeFileSync(file, '')

  const error = await startEmbeddedPostgres({ folder: path.join(file, 'postgres') }).catch((thrown: unknown) => thrown)

  expect(String(error)).toMatch(
    /Cannot write to the data folder .+postgres \(ENOTDIR\): make it writable, or set ZERODUE_HOME/,
  )
})

/** Without what says that a server runs: it comes and goes. */
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

/** What a keeper leaves that is killed right after a commit. */
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
