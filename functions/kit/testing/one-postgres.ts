import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { temporaryFolder } from './temporary.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The throw-away server of this test run, as its owner. */
    postgresUrl: string
  }
}

const keeper = path.join(import.meta.dirname, 'keep-postgres.ts')

/**
 * A throw-away Postgres. A process of its own runs it and stops it when this one closes the pipe between them: at the end
 * of the run, on Ctrl-C, and also when vitest is killed.
 */
export async function keepPostgres(folder: string, settings: Record<string, string> = {}) {
  const child = spawn(process.execPath, [keeper, folder, JSON.stringify(settings)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  })
  const ended = once(child, 'exit')
  const url = await Promise.race([
    once(child.stdout, 'data').then(([data]) => String(data).trim()),
    ended.then(() => Promise.reject(new Error('The Postgres for the tests did not start: its output above says why.'))),
  ])
  return {
    url,
    async stop() {
      child.stdin.end()
      await ended
    },
  }
}

/** One Postgres for all tests of a run. */
export default async function setup(project: TestProject) {
  const { url, stop } = await keepPostgres(temporaryFolder().folder)
  project.provide('postgresUrl', url)
  return stop
}
