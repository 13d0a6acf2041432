// Starts Zerodue twice on a folder of its own, as a person on any system would, and looks whether it answers.
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
  // Windows knows no signals: there this is a kill, and the second start finds what a kill leaves.
  zerodue.kill('SIGTERM')
  await once(zerodue, 'exit')
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('There is no output to read.')
  for await (const line of createInterface(child.stdout)) return line
  throw new Error('It ended before it said anything.')
}
