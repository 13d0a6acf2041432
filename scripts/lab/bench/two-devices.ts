import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { root } from '../../../functions/kit/root.ts'
import { scaled } from './parts/scale.ts'

/** Random edits on two devices with offline periods, lost answers and restarts, against the model and the real server. */
export async function bench(): Promise<void> {
  play('web/sync/two-devices.test.ts', scaled(500), 'the model')
  play('web/e2e/two-devices.test.ts', scaled(50), 'the real server')
}

function play(file: string, runs: number, against: string): void {
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const env = { ...process.env, TWO_DEVICES_RUNS: String(runs) }
  const began = performance.now()
  const { status, stdout } = spawnSync(process.execPath, [vitest, 'run', file], { cwd: root, env, encoding: 'utf8' })
  if (status !== 0) console.log(stdout)
  const seconds = Math.round((performance.now() - began) / 1000)
  const outcome = status === 0 ? 'both devices equal the server, nothing lost, nothing doubled' : 'FAILED'
  console.log(`two devices against ${against}: ${runs} scripts, ${outcome} (${seconds} s)`)
  if (status !== 0) process.exitCode = 1
}
