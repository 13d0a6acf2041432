// Starts Zerodue on a folder of its own and lets schemathesis ask what the OpenAPI file allows, and what it does not.
// It needs Python 3.10 or newer, and keeps schemathesis in the user's cache, outside this repository.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { root } from '../../../functions/kit/root.ts'

const version = '4.32.5'
const here = import.meta.dirname
const folder = mkdtempSync(path.join(tmpdir(), 'zerodue-contract-'))
const schemathesis = installed()
const port = await freePort()
const address = `http://localhost:${port}`

const zerodue = spawn(process.execPath, [path.join(root, 'scripts/start.ts')], {
  env: {
    ...process.env,
    PORT: port,
    ZERODUE_HOME: path.join(folder, 'home'),
    DATABASE_URL: '',
    LOG_LEVEL: 'error',
    // Each stream is read to its end.
    STREAM_SECONDS: '1',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
})
try {
  console.log(await firstLine(zerodue))
  const asked = spawnSync(
    schemathesis,
    [
      ...['--config-file', path.join(here, 'schemathesis.toml'), 'run', path.join(root, 'schemas/openapi.json')],
      ...['--url', address, '--workers', '2', '--phases', 'examples,coverage,fuzzing,stateful', '--checks', 'all'],
      ...['--max-examples', '20', ...process.argv.slice(2)],
    ],
    {
      // It leaves what it found in the folder where it runs.
      cwd: folder,
      env: {
        ...process.env,
        ZERODUE_URL: address,
        SCHEMATHESIS_HOOKS: 'hooks',
        PYTHONPATH: here,
        PYTHONDONTWRITEBYTECODE: '1',
      },
      stdio: 'inherit',
    },
  )
  process.exitCode = asked.status ?? 1
} finally {
  zerodue.kill('SIGTERM')
  await once(zerodue, 'exit')
  rmSync(folder, { recursive: true, force: true })
}

/** A virtual environment of this version; one that was interrupted is made anew. */
function installed(): string {
  const home = path.join(homedir(), '.cache', 'zerodue', `schemathesis-${version}`)
  const done = path.join(home, 'done')
  const bin = path.join(home, process.platform === 'win32' ? 'Scripts' : 'bin')
  if (!existsSync(done)) {
    rmSync(home, { recursive: true, force: true })
    must(process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', home])
    must(path.join(bin, 'pip'), ['install', '--quiet', '--disable-pip-version-check', `schemathesis==${version}`])
    writeFileSync(done, '')
  }
  return path.join(bin, 'schemathesis')
}

function must(command: string, args: string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' })
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} did not work: ${error?.message ?? `it ended with ${status}`}`)
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  await new Promise(closed => server.close(closed))
  return String(typeof address === 'object' && address ? address.port : 0)
}

/** What it says after its address is what went wrong, which belongs beside what was asked. */
async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('There is no output to read.')
  const lines = createInterface(stdout)
  const [line] = await Promise.race([once(lines, 'line'), once(lines, 'close')])
  if (line === undefined) throw new Error('Zerodue ended before it said anything.')
  lines.on('line', more => console.error(more))
  return line
}
