import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

/** A tool that this computer lacks, in one sentence. The tests that need it are skipped and counted. */
export class Missing extends Error {}

const tools = {
  java: { version: ['-version'], name: 'Java 17 or newer (the command java)' },
  mvn: { version: ['-version'], name: 'Maven (the command mvn)' },
  go: { version: ['version'], name: 'Go 1.26.5 or newer (the command go)' },
  'apt-get': { version: ['--version'], name: 'Debian or Ubuntu (the command apt-get)' },
  python3: { version: ['-m', 'pip', '--version'], name: 'Python 3 with pip (the command python3)' },
}
export type Tool = keyof typeof tools

export function missing(...wanted: Tool[]): string | undefined {
  const absent = wanted.filter(tool => spawnSync(tool, tools[tool].version).status !== 0).map(tool => tools[tool].name)
  return absent.length ? `Install ${absent.join(' and ')}` : undefined
}

export function need(...wanted: Tool[]): void {
  const lack = missing(...wanted)
  if (lack) throw new Missing(`${lack}.`)
}

interface Run {
  cwd: string
  env?: NodeJS.ProcessEnv
  /** The standard input of the command. */
  input?: string
}

/** Runs a command and returns its output. Its error output is shown only when it fails. */
export async function build(command: string, args: string[], { cwd, env = {}, input = '' }: Run): Promise<string> {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.end(input)
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${out}${err}`)
  return out
}
