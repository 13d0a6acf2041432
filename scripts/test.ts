// `npm test`: types, lint, then every test; ends with one line that counts them all.
// `--only=types,lint` leaves out the rest; any other argument goes to vitest (a file name, `-t` and a title).
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

interface Tally {
  passed: number
  failed: number
  skipped: number
}

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const report = path.join(root, 'node_modules', '.cache', 'vitest.json')

const { values, positionals } = parseArgs({
  options: { only: { type: 'string', default: 'types,lint,tests' }, t: { type: 'string', short: 't' } },
  allowPositionals: true,
})

const steps: Record<string, () => Tally> = { types: checkTypes, lint, tests: runTests }

const total = values.only
  .split(',')
  .map(name => steps[name]?.() ?? fail(`There is no step «${name}»: choose from ${Object.keys(steps).join(', ')}.`))
  .reduce((sum, one) => ({
    passed: sum.passed + one.passed,
    failed: sum.failed + one.failed,
    skipped: sum.skipped + one.skipped,
  }))

// A test that was skipped has shown nothing, so it counts against the run.
const failed = total.failed + total.skipped
if (total.skipped) console.log(`${total.skipped} skipped, counted as failed`)
console.log(`${total.passed} passed, ${failed} failed`)
process.exitCode = failed || !total.passed ? 1 : 0

function checkTypes(): Tally {
  return counted('types', run('node_modules/typescript/bin/tsc', []))
}

function lint(): Tally {
  return counted('lint', run('node_modules/@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']))
}

function runTests(): Tally {
  rmSync(report, { force: true })
  const chosen = values.t ? [...positionals, '-t', values.t] : positionals
  const ok = run('node_modules/vitest/vitest.mjs', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...chosen,
  ])
  const counts = JSON.parse(readFileSync(report, 'utf8'))
  // With `-t` the tests that were not asked for are "pending": then only what was chosen counts.
  const skipped = values.t ? 0 : counts.numPendingTests + counts.numTodoTests
  const failedTests = counts.numFailedTests
  // A file that does not load, or an error outside every test, fails the run although no test is counted as failed.
  return { passed: counts.numPassedTests, failed: ok ? failedTests : Math.max(1, failedTests), skipped }
}

function run(script: string, args: string[]): boolean {
  return spawnSync(process.execPath, [path.join(root, script), ...args], { cwd: root, stdio: 'inherit' }).status === 0
}

function counted(what: string, ok: boolean): Tally {
  console.log(`${what}: ${ok ? 'ok' : 'failed'}`)
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }
}

function fail(message: string): never {
  console.error(message)
  process.exit(2)
}
