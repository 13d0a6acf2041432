// `npm test`: checks types, lints, runs every test, and ends with one line that counts them all.
// `--only=types,lint` runs these steps only; other arguments go to vitest (a file name, `-t` and a title).
// `--coverage` also measures which lines the tests run.
// `npm run test:platform` is `--only=platform`: the tests over a real Kafka, Dapr and Redis.
// `npm run test:cluster` is `--only=cluster`: the journeys in the cluster that KUBECONFIG and INGRESS name.
// `npm run test:contract` is `--only=contract`: schemathesis tests the API against schemas/openapi.json.
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '../functions/kit/root.ts'
import { runClusterTests } from './lab/test/cluster.ts'
import { childFolder, coverage } from './lab/test/coverage.ts'
import { runPlatformTests } from './lab/test/platform.ts'
import type { Tally } from './lab/test/tally.ts'
import { runVitest } from './lab/test/vitest.ts'

const { values, positionals } = parseArgs({
  options: {
    only: { type: 'string', default: 'types,lint,tests' },
    t: { type: 'string', short: 't' },
    coverage: { type: 'boolean', default: false },
  },
  allowPositionals: true,
})
const chosen = { files: positionals, title: values.t }

const steps: Record<string, () => Tally | Promise<Tally>> = {
  // The web client and its service worker have other globals than Node, so each has its own tsconfig.
  types: () =>
    counted(
      'types',
      ['.', 'web', 'web/worker'].every(part => run('node_modules/typescript/bin/tsc', ['-p', part])),
    ),
  lint: () => counted('lint', run('node_modules/@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.'])),
  tests: () => {
    rmSync(childFolder, { recursive: true, force: true })
    return runVitest('vitest.config.ts', chosen, values.coverage ? ['--coverage'] : [])
  },
  platform: () => runPlatformTests(chosen),
  cluster: () => runClusterTests(chosen),
  contract: () => counted('contract', run('scripts/lab/contract/run.ts', positionals)),
}

const total: Tally = { passed: 0, failed: 0, skipped: 0, failures: [] }
for (const name of values.only.split(',')) {
  const step = steps[name] ?? fail(`There is no step «${name}». The steps are ${Object.keys(steps).join(', ')}.`)
  const { passed, failed, skipped, failures } = await step()
  total.passed += passed
  total.failed += failed
  total.skipped += skipped
  total.failures.push(...failures)
}

if (values.coverage && values.only.split(',').includes('tests')) {
  const { words, ok } = coverage()
  console.log(words)
  if (!ok) total.failures.push('coverage: too few lines')
  total.failed += ok ? 0 : 1
}
for (const failure of total.failures) console.log(`\nFAILED ${failure}`)
// A skipped test proves nothing, so it counts as failed.
const failed = total.failed + total.skipped
if (total.skipped) console.log(`${total.skipped} skipped, counted as failed`)
console.log(`${total.passed} passed, ${failed} failed`)
process.exitCode = failed || !total.passed ? 1 : 0

function run(script: string, args: string[]): boolean {
  return spawnSync(process.execPath, [path.join(root, script), ...args], { cwd: root, stdio: 'inherit' }).status === 0
}

function counted(what: string, ok: boolean): Tally {
  console.log(`${what}: ${ok ? 'ok' : 'failed'}`)
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, failures: ok ? [] : [what] }
}

function fail(message: string): never {
  console.error(message)
  process.exit(2)
}
