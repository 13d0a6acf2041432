import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../../functions/kit/root.ts'
import type { Tally } from './tally.ts'

export interface Chosen {
  files: string[]
  title: string | undefined
}

/** Runs the tests of a configuration, or the chosen ones, and counts them. */
export function runVitest(config: string, { files, title }: Chosen, more: string[] = []): Tally {
  const report = path.join(root, 'node_modules', '.cache', `${config}.json`)
  rmSync(report, { force: true })
  const args = [
    'run',
    `--config=${config}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...more,
    ...files,
    ...(title ? ['-t', title] : []),
  ]
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const ok = spawnSync(process.execPath, [vitest, ...args], { cwd: root, stdio: 'inherit' }).status === 0
  const counts = JSON.parse(readFileSync(report, 'utf8'))
  // With `-t` all other tests are "pending", so they do not count as skipped.
  const skipped = title ? 0 : counts.numPendingTests + counts.numTodoTests
  const failed = counts.numFailedTests
  // A file that does not load, or an error outside every test, fails the run although no test is counted as failed.
  return { passed: counts.numPassedTests, failed: ok ? failed : Math.max(1, failed), skipped }
}
