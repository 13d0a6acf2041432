import { execFile } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { root } from '../../kit/root.ts'
import { newFolder } from '../../kit/testing/new-folder.ts'
import { serveFixtures } from './serve.ts'

const suite = path.join(root, 'node_modules', '@modelcontextprotocol', 'conformance')

test.each(['2025-11-25', '2026-07-28'])(
  'behind the door of production, a server passes the official suite for revision %s, except for the listed checks',
  async revision => {
    const { url, stop } = await serveFixtures()
    onTestFinished(stop)
    const list = path.join(import.meta.dirname, `expected-failures.${revision}.yml`)
    const results = newFolder()
    const { exitCode, output } = await runSuite(
      ...['server', '--url', url, '--suite', 'all', '--spec-version', revision],
      ...['--expected-failures', list, '--output-dir', results],
    )
    const report = [output, ...failuresIn(results)].join('\n')
    expect(exitCode, report).toBe(0)
    expect(linesOf(output, /^=== Running scenario: (.+) ===$/)).toEqual(expect.arrayContaining(requiredBy(revision)))
    expect(linesOf(output, /^ {2}~ (.+)$/).sort(), report).toEqual(entriesOf(list).sort())
  },
)

function runSuite(...args: string[]): Promise<{ exitCode: unknown; output: string }> {
  const command = [path.join(suite, 'dist', 'index.js'), ...args]
  return new Promise(ended => {
    execFile(process.execPath, command, { timeout: 90_000 }, (error, stdout, stderr) => {
      ended({ exitCode: error ? error.code : 0, output: stripVTControlCharacters(stdout + stderr) })
    })
  })
}

/** The scenarios that a revision requires, frozen at its release. */
const requiredBy = (revision: string) => entriesOf(path.join(suite, 'requirements', `${revision}.yaml`))

const entriesOf = (file: string): string[] => parse(readFileSync(file, 'utf8')).server

const linesOf = (output: string, pattern: RegExp): string[] =>
  output.split('\n').flatMap(line => pattern.exec(line)?.[1] ?? [])

interface Check {
  id: string
  status: string
  errorMessage?: string
}

/** The summary counts failures; the results tell their reasons. */
const failuresIn = (folder: string): string[] =>
  globSync('*/checks.json', { cwd: folder })
    .flatMap(file => JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Check[])
    .filter(({ status }) => status === 'FAILURE' || status === 'WARNING')
    .map(({ id, status, errorMessage = '' }) => `${status} ${id}: ${errorMessage}`)
