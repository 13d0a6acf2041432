import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../../functions/kit/root.ts'
import type { Tally } from './tally.ts'

export interface Chosen {
  files: string[]
  title: string | undefined
}

/** What is read here of a file's entry in the report. */
interface TestFile {
  name: string
  status: string
  message: string
  assertionResults: { fullName: string; status: string; failureMessages: string[] }[]
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
  const failures = failuresOf(counts.testResults)
  // An error outside every test fails the run although no test is counted as failed.
  if (!ok && !failures.length) failures.push(`${config}: an error outside every test; it is reported above.`)
  return { passed: counts.numPassedTests, failed: failures.length, skipped, failures }
}

/** Each failed test, and each file that did not load, with the first lines of the reason. */
function failuresOf(files: TestFile[]): string[] {
  return files.flatMap(({ name, status, message, assertionResults }) => {
    const file = path.relative(root, name)
    const failed = assertionResults.filter(result => result.status === 'failed')
    if (status === 'failed' && !failed.length) return [`${file}\n${beginning(message)}`]
    return failed.map(test => `${file} > ${test.fullName}\n${beginning(test.failureMessages.join('\n'))}`)
  })
}

function beginning(reason: string): string {
  const lines = reason.split('\n').filter(line => !line.includes('node_modules'))
  return lines.slice(0, 12).join('\n')
}
