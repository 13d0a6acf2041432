import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** The throw-away server of this test run, as its owner. */
    postgresUrl: string
  }
}

const keeper = fileURLToPath(new URL('./keep-postgres.ts', import.meta.url))

/**
 * One throw-away Postgres for all tests. Its own process runs it, and stops it when the pipe to this process closes: at the
 * end of the run, on Ctrl-C, and also when vitest is killed.
 */
export default async function setup(project: TestProject) {
  const folder = mkdtempSync(path.join(tmpdir(), 'zerodue-test-'))
  const child = spawn(process.execPath, [keeper, folder], { stdio: ['pipe', 'pipe', 'inherit'], detached: true })
  const ended = new Promise(resolve => child.once('exit', resolve))
  const url = await Promise.race([
    new Promise<string>(resolve => child.stdout.once('data', data => resolve(String(data).trim()))),
    ended.then(() => Promise.reject(new Error('The Postgres for the tests did not start: its output above says why.'))),
  ])
  project.provide('postgresUrl', url)
  return async () => {
    child.stdin.end()
    await ended
  }
}
