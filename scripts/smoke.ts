// Starts Zerodue twice on an empty folder and checks that it answers. CI runs it on each operating system.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { root } from '../functions/kit/root.ts'

const ZERODUE_HOME = mkdtempSync(path.join(tmpdir(), 'zerodue-smoke-'))
const PORT = process.env.PORT ?? '18080'

for (const time of ['first', 'second']) {
  const began = performance.now()
  const zerodue = spawn(process.execPath, [path.join(root, 'scripts', 'start.ts')], {
    env: { ...process.env, ZERODUE_HOME, PORT, DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const line = await firstLine(zerodue)
  const { status } = await fetch(`http://127.0.0.1:${PORT}/ready`)
  console.log(`${time} start, ${Math.round(performance.now() - began)} ms: ${line} (ready: ${status})`)
  if (status !== 200) process.exitCode = 1
  // On Windows, which has no signals, this is a kill: the second start recovers from it.
  zerodue.kill('SIGTERM')
  await once(zerodue, 'exit')
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('There is no output to read.')
  for await (const line of createInterface(child.stdout)) return line
  throw new Error('Zerodue ended before its first line of output: its errors above say why.')
}
