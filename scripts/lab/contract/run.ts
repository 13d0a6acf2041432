// Starts Zerodue on an empty folder. schemathesis sends it requests that the OpenAPI file allows and requests that it forbids.
// It needs Python 3.10 or newer, and keeps schemathesis in the user's cache, outside this repository.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from '../../../functions/kit/http/free-port.ts'
import { root } from '../../../functions/kit/root.ts'
import { temporaryFolder } from '../../../functions/kit/testing/temporary.ts'
import { cacheFolder } from '../platform/cached.ts'

const version = '4.32.5'
const here = import.meta.dirname
const { folder, remove } = temporaryFolder()
const schemathesis = installed()
const port = await freePort()
const address = `http://localhost:${port}`

const zerodue = spawn(process.execPath, [path.join(root, 'scripts/start.ts')], {
  env: {
    ...process.env,
    PORT: String(port),
    ZERODUE_HOME: path.join(folder, 'home'),
    DATABASE_URL: '',
    LOG_LEVEL: 'error',
    // schemathesis reads each stream to its end.
    STREAM_SECONDS: '1',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
})
try {
  console.log(await firstLine(zerodue))
  const { status } = spawnSync(
    schemathesis,
    [
      ...['--config-file', path.join(here, 'schemathesis.toml'), 'run', path.join(root, 'schemas/openapi.json')],
      ...['--url', address, '--workers', '2', '--phases', 'examples,coverage,fuzzing,stateful', '--checks', 'all'],
      ...['--max-examples', '20', ...process.argv.slice(2)],
    ],
    {
      // It writes its findings to its working folder.
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
  process.exitCode = status ?? 1
} finally {
  zerodue.kill('SIGTERM')
  await once(zerodue, 'exit')
  remove()
}

/** A virtual environment with this version; an incomplete one is made again. */
function installed(): string {
  const home = path.join(cacheFolder(), `schemathesis-${version}`)
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
    throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? `it ended with ${status}`}`)
}

/** The first line has its address. Later lines are errors: they belong beside the output of schemathesis. */
async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('There is no output to read.')
  const lines = createInterface(stdout)
  const [line] = await Promise.race([once(lines, 'line'), once(lines, 'close')])
  if (line === undefined) throw new Error('Zerodue ended before its first line of output: its errors above say why.')
  lines.on('line', more => console.error(more))
  return line
}
