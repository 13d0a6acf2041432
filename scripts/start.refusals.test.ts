import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { saysDiskIsFull } from '../functions/kit/postgres/embedded-cannot-start.ts'
import { emptyDatabase } from '../functions/kit/testing/database.ts'
import { newFolder, quickDisk } from '../functions/kit/testing/new-folder.ts'
import { freePort, run } from '../functions/laptop/testing/zerodue.ts'
import { readOnlyFolder, smallDisk } from './lab/disks.ts'

// Each test starts several processes: on a busy machine that takes long.
vi.setConfig({ testTimeout: 120_000 })

const refusalOf = async (args: string[], env: NodeJS.ProcessEnv) => {
  const { code, out, err } = await run('scripts/start.ts', args, { PORT: await freePort(), ...env }).ended
  expect({ code, out }).toEqual({ code: 1, out: '' })
  // One sentence, and no stack.
  expect(err).toMatch(/^zerodue: [^\n]+\.\n$/)
  return err
}

test('npm start on a port that is in use creates no data and suggests another port', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  onTestFinished(() => void other.close())
  const address = other.address()
  const PORT = String(typeof address === 'object' && address?.port)
  const ZERODUE_HOME = newFolder(quickDisk)

  expect(await refusalOf([], { ZERODUE_HOME, PORT })).toBe(
    `zerodue: Port ${PORT} is taken by another program: choose another one, such as PORT=8081 npm start.\n`,
  )
  expect(existsSync(path.join(ZERODUE_HOME, 'postgres'))).toBe(false)
})

test('npm start names a data folder that it cannot write to', async () => {
  const folder = readOnlyFolder()

  expect(await refusalOf([], { ZERODUE_HOME: path.join(folder, 'home') })).toMatch(
    /Cannot write to the data folder .+home \((EROFS|EACCES|ENOENT)\): make it writable, or set ZERODUE_HOME to another one\.$/m,
  )
})

test('npm start reports a full disk, at the first start and later, and starts when there is room again', async () => {
  const disk = smallDisk()
  // Without the right to mount a disk this test checks only that the error of a full one is recognized.
  if (!disk) return expect(saysDiskIsFull('could not write: No space left on device')).toBe(true)
  const ZERODUE_HOME = path.join(disk.folder, 'home')
  const sentence = /^zerodue: The disk that holds \S+home\S* is full: free some space and start again\.$/m
  const startsAndEnds = async () => {
    const zerodue = run('scripts/start.ts', [], { ZERODUE_HOME, PORT: await freePort() })
    expect(await zerodue.firstLine()).toContain('Zerodue runs at')
    zerodue.child.kill('SIGTERM')
    expect(await zerodue.ended).toMatchObject({ code: 0 })
  }

  disk.fill()
  expect(await refusalOf([], { ZERODUE_HOME })).toMatch(sentence)
  disk.makeRoom()
  await startsAndEnds()
  disk.fill()
  expect(await refusalOf([], { ZERODUE_HOME })).toMatch(sentence)
  disk.makeRoom()
  await startsAndEnds()
})

test('npm start reports a disk that becomes full while it creates the database', async () => {
  const disk = smallDisk()
  if (!disk) return expect(saysDiskIsFull('could not write: No space left on device')).toBe(true)
  disk.fill()
  disk.makeRoom(10 * 2 ** 20)
  const ZERODUE_HOME = path.join(disk.folder, 'home')

  expect(await refusalOf([], { ZERODUE_HOME })).toContain('is full: free some space')
})

test('npm start names damaged data and does not delete it', async () => {
  const ZERODUE_HOME = newFolder(quickDisk)
  mkdirSync(path.join(ZERODUE_HOME, 'postgres', 'data'), { recursive: true })
  writeFileSync(path.join(ZERODUE_HOME, 'postgres', 'data', 'PG_VERSION'), 'garbage')

  expect(await refusalOf([], { ZERODUE_HOME })).toContain('Put a backup in its place, or move that folder away')
})

test('npm start names a damaged file of secrets', async () => {
  const ZERODUE_HOME = newFolder(quickDisk)
  writeFileSync(path.join(ZERODUE_HOME, 'secrets.json'), '{"AUTH_SECRET":""}')

  expect(await refusalOf([], { ZERODUE_HOME })).toContain('secrets.json cannot be read')
})

test.each([
  [['--damo'], {}, /Unknown option '--damo': npm start -- --help shows what there is/],
  [['demo'], {}, /Unexpected argument 'demo'.*npm start -- --help/],
  [[], { PORT: 'eighty' }, /PORT: must be a port number/],
  [[], { PORT: '99999' }, /PORT: /],
  [[], { HOST: '192.0.2.1' }, /HOST=192\.0\.2\.1 is no address of this computer/],
  [[], { DATABASE_URL: 'mysql://localhost' }, /DATABASE_URL: must begin with postgres:/],
])('npm start refuses the arguments %j with the settings %j', async (args, env, sentence) => {
  expect(await refusalOf(args, { ZERODUE_HOME: newFolder(quickDisk), ...env })).toMatch(sentence)
})

test('npm start names a database that it cannot reach by its address, without its password', async () => {
  const DATABASE_URL = `postgres://me:hunter2@127.0.0.1:${await freePort()}/zerodue`

  const sentence = await refusalOf([], { ZERODUE_HOME: newFolder(quickDisk), DATABASE_URL })

  expect(sentence).toMatch(/Cannot use the database 127\.0\.0\.1:\d+\/zerodue: .*ECONNREFUSED.*DATABASE_URL/)
  expect(sentence).not.toContain('hunter2')
})

test('npm start does not change the schema of DATABASE_URL: npm run migrate does', async () => {
  const DATABASE_URL = await emptyDatabase()
  const ZERODUE_HOME = newFolder(quickDisk)
  expect(await refusalOf([], { ZERODUE_HOME, DATABASE_URL })).toMatch(/lacks 0001-\S+.*: run npm run migrate, or/)

  const migrated = await run('scripts/migrate.ts', [], { DATABASE_URL }).ended
  expect(migrated).toMatchObject({ code: 0, out: expect.stringMatching(/^applied 0001-/), err: '' })
  expect(await run('scripts/migrate.ts', [], { DATABASE_URL }).ended).toMatchObject({
    out: 'The database already has the newest schema.\n',
  })

  const zerodue = run('scripts/start.ts', [], { ZERODUE_HOME, DATABASE_URL, PORT: await freePort() })
  expect(await zerodue.firstLine()).toContain('Zerodue runs at')
  expect(readdirSync(ZERODUE_HOME)).not.toContain('postgres')
})

test('--migrate brings the database of DATABASE_URL to the newest schema', async () => {
  const env = { DATABASE_URL: await emptyDatabase(), ZERODUE_HOME: newFolder(quickDisk), PORT: await freePort() }

  expect(await run('scripts/start.ts', ['--migrate'], env).firstLine()).toContain('Zerodue runs at')
})

test('npm run migrate without DATABASE_URL says that it is missing', async () => {
  const { code, err } = await run('scripts/migrate.ts', [], {}).ended

  expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/^zerodue: DATABASE_URL is missing: [^\n]+\n$/) })
})
