import { spawn } from 'node:child_process'
import { on, once } from 'node:events'
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { newFolder } from '../functions/kit/testing/new-folder.ts'

test('two commands on a fresh clone install once, and both run', async () => {
  const clone = await freshClone()
  const first = clone.run('hello.mjs', 'first')
  const npm = await clone.npmRuns()
  const second = clone.run('hello.mjs', 'second')
  await untilOutput(second.child, 'waiting for it to finish')
  npm.end('finish')

  expect(await first.outcome).toMatchObject({ code: 0, out: 'hello first\n' })
  expect(await second.outcome).toMatchObject({ code: 0, out: 'hello second\n' })
  expect(clone.installs()).toBe(1)
})

test('packages are installed again only when the lock file changes', async () => {
  const clone = await freshClone()
  clone.finishAtOnce()
  await clone.run('hello.mjs').outcome
  await clone.run('hello.mjs').outcome
  expect(clone.installs()).toBe(1)

  writeFileSync(path.join(clone.root, 'package-lock.json'), '{"changed":true}')
  await clone.run('hello.mjs').outcome
  expect(clone.installs()).toBe(2)
})

test('the next command repeats an installation that was killed, and leaves no lock', async () => {
  const clone = await freshClone()
  const killed = clone.run('hello.mjs')
  const npm = await clone.npmRuns()
  killed.child.kill('SIGKILL')
  npm.destroy()
  await killed.outcome
  clone.finishAtOnce()

  expect(await clone.run('hello.mjs', 'again').outcome).toMatchObject({ code: 0, out: 'hello again\n' })
  expect(existsSync(path.join(clone.root, '.zerodue-install-lock'))).toBe(false)
})

test('a lock file that is damaged, or whose port another program uses, is replaced', async () => {
  const other = createServer(socket => socket.end('another program')).listen(0, '127.0.0.1')
  await once(other, 'listening')
  onTestFinished(() => void other.close())
  const { port } = other.address() as AddressInfo
  for (const content of ['', 'garbage', `${port} a-token`]) {
    const clone = await freshClone()
    clone.finishAtOnce()
    writeFileSync(path.join(clone.root, '.zerodue-install-lock'), content)

    expect(await clone.run('hello.mjs', 'again').outcome).toMatchObject({ code: 0, out: 'hello again\n' })
  }
})

test('when npm fails, one sentence says so, and the next command installs again', async () => {
  const clone = await freshClone()
  const failing = clone.run('hello.mjs')
  ;(await clone.npmRuns()).end('fail')

  expect(await failing.outcome).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringMatching(/npm ci failed: [^\n]+\n$/),
  })
  clone.finishAtOnce()
  expect(await clone.run('hello.mjs').outcome).toMatchObject({ code: 0 })
})

test('a script runs on the Node that the lock file pins, with its arguments and its exit code', async () => {
  const clone = await freshClone()
  clone.finishAtOnce()
  writeFileSync(
    path.join(clone.root, 'where.mjs'),
    'console.log(process.execPath, ...process.argv.slice(2)); process.exit(7)',
  )

  const { code, out } = await clone.run('where.mjs', '--a', 'b c').outcome

  expect(code).toBe(7)
  expect(out).toBe(`${path.join(clone.root, 'node_modules', pinned)} --a b c\n`)
})

test('where npm has no current Node 24, bootstrap refuses an older Node before it installs, and runs on a current one', async () => {
  const clone = await freshClone()
  clone.finishAtOnce()
  writeFileSync(path.join(clone.root, 'where.mjs'), 'console.log(process.execPath)')
  const onMac = (version: string) =>
    clone.runWith([`--import=${pretend('darwin', 'arm64', version)}`], 'where.mjs').outcome

  for (const old of ['20.19.0', '24.0.0', '24.17.9'])
    expect(await onMac(old)).toMatchObject({
      code: 1,
      out: '',
      err: 'zerodue: npm has no current Node 24 for darwin-arm64: install Node 24.18 or newer from nodejs.org and try again.\n',
    })
  expect(existsSync(path.join(clone.root, 'installs'))).toBe(false)
  for (const current of ['24.18.0', '26.1.0'])
    expect(await onMac(current)).toMatchObject({ code: 0, out: `${process.execPath}\n` })
})

test('bootstrap passes SIGTERM to the script and ends with its exit code', async () => {
  const clone = await freshClone()
  clone.finishAtOnce()
  writeFileSync(
    path.join(clone.root, 'wait.mjs'),
    'process.on("SIGTERM", () => process.exit(3)); setInterval(() => {}, 1e6); console.log("up")',
  )
  const { child, outcome } = clone.run('wait.mjs')
  await once(child.stdout, 'data')
  child.kill('SIGTERM')

  expect(await outcome).toMatchObject({ code: 3 })
})

const pinned = path.relative(path.resolve('node_modules'), process.execPath)

/** A repository with this bootstrap and a fake npm, which connects to us and ends as we write: `finish` or `fail`. */
async function freshClone() {
  const root = newFolder()
  cpSync('scripts/bootstrap.mjs', path.join(root, 'scripts', 'bootstrap.mjs'))
  cpSync('scripts/bootstrap', path.join(root, 'scripts', 'bootstrap'), { recursive: true })
  cpSync('functions/laptop/lock.mjs', path.join(root, 'functions', 'laptop', 'lock.mjs'))
  writeFileSync(path.join(root, 'package-lock.json'), '{}')
  writeFileSync(path.join(root, 'hello.mjs'), 'console.log("hello", ...process.argv.slice(2))')
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  writeFileSync(path.join(root, 'npm.js'), fakeNpm(port))
  const runWith = (options: string[], script: string, ...args: string[]) => {
    const env = { ...process.env, npm_execpath: path.join(root, 'npm.js') }
    const bootstrap = path.join(root, 'scripts', 'bootstrap.mjs')
    const child = spawn(process.execPath, [...options, bootstrap, script, ...args], { env })
    onTestFinished(() => void child.kill('SIGKILL'))
    return { child, outcome: outcomeOf(child) }
  }
  return {
    root,
    run: (script: string, ...args: string[]) => runWith([], script, ...args),
    runWith,
    npmRuns: async () => (await once(server, 'connection'))[0] as Socket,
    finishAtOnce: () => void server.on('connection', socket => socket.end('finish')),
    installs: () => readFileSync(path.join(root, 'installs'), 'utf8').length,
  }
}

/** A module that makes a Node look like another version on another platform. */
const pretend = (platform: string, arch: string, version: string) =>
  `data:text/javascript,${encodeURIComponent(`
    for (const [name, value] of Object.entries(${JSON.stringify({ platform, arch, versions: { node: version } })}))
      Object.defineProperty(process, name, { value: name === 'versions' ? { ...process.versions, ...value } : value })`)}`

const fakeNpm = (port: number) => `
  const fs = require('node:fs'), path = require('node:path')
  fs.appendFileSync('installs', '.')
  fs.rmSync('node_modules', { recursive: true, force: true })
  require('node:net').connect(${port}, '127.0.0.1').on('error', () => {}).on('close', () => process.exit(1)).on('data', order => {
    if (String(order) !== 'finish') process.exit(1)
    const node = path.join('node_modules', ${JSON.stringify(pinned)})
    fs.mkdirSync(path.dirname(node), { recursive: true })
    try { fs.linkSync(${JSON.stringify(process.execPath)}, node) } catch { fs.copyFileSync(${JSON.stringify(process.execPath)}, node) }
    process.exit(0)
  })`

async function outcomeOf(child: ReturnType<typeof spawn>) {
  const { stdout, stderr } = child
  if (!stdout || !stderr) throw new Error('The child has no output to read.')
  const [out, err, [code]] = await Promise.all([text(stdout), text(stderr), once(child, 'exit')])
  return { code, out, err }
}

async function untilOutput({ stderr }: ReturnType<typeof spawn>, words: string) {
  let output = ''
  for await (const [data] of stderr ? on(stderr, 'data') : []) {
    output += data
    if (output.includes(words)) return
  }
}
