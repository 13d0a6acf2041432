import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

/** What this computer lacks, in one sentence: then the tests that need it are skipped, and say so. */
export class Missing extends Error {}

const tools = {
  java: { ask: ['-version'], name: 'Java 17 or newer (the command java)' },
  mvn: { ask: ['-version'], name: 'Maven (the command mvn)' },
  go: { ask: ['version'], name: 'Go 1.26.5 or newer (the command go)' },
  'apt-get': { ask: ['--version'], name: 'Debian or Ubuntu (the command apt-get)' },
  python3: { ask: ['-m', 'pip', '--version'], name: 'Python 3 with pip (the command python3)' },
}
export type Tool = keyof typeof tools

export function missing(...wanted: Tool[]): string | undefined {
  const absent = wanted.filter(tool => spawnSync(tool, tools[tool].ask).status !== 0).map(tool => tools[tool].name)
  return absent.length ? `${absent.join(' and ')} cannot be found` : undefined
}

export function need(...wanted: Tool[]): void {
  const lack = missing(...wanted)
  if (lack) throw new Missing(`${lack}.`)
}

interface Run {
  cwd: string
  env?: NodeJS.ProcessEnv
  /** For its standard input. */
  input?: string
}

/** Runs a command to its end, and answers what it said. What it complained of is shown only when it failed. */
export async function build(command: string, args: string[], { cwd, env = {}, input = '' }: Run): Promise<string> {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.end(input)
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${out}${err}`)
  return out
}
