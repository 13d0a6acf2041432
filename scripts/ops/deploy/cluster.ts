import { spawnSync } from 'node:child_process'

/** Every resource of Zerodue is in this namespace. */
export const namespace = 'zerodue'

/** A problem that an operator can solve. It is printed as a sentence, without a stack. */
export class CannotDeploy extends Error {}

export interface Cluster {
  /** Runs kubectl to read something and returns its output, or undefined when the resource does not exist. */
  ask(args: string[]): string | undefined
  /** Prints the command and runs it; with --dry-run it only prints. */
  change(args: string[], input?: string): void
  /** Prints a line of progress. */
  say(line: string): void
  dryRun: boolean
}

export interface ClusterOptions {
  dryRun: boolean
  print?: (line: string) => void
}

/** The cluster of the current kubectl context. */
export function cluster({ dryRun, print = line => console.log(line) }: ClusterOptions): Cluster {
  return {
    dryRun,
    say: print,
    ask(args) {
      const { status, stdout, stderr } = kubectl(args)
      if (status === 0) return stdout
      if (/not ?found|doesn't have a resource type|no matches for kind/i.test(stderr)) return undefined
      throw failed(args, stderr)
    },
    change(args, input) {
      print(`${dryRun ? 'would run' : 'run'}: kubectl ${args.join(' ')}`)
      if (dryRun) return
      const { status, stdout, stderr } = kubectl(args, input)
      if (status !== 0) throw failed(args, stderr)
      for (const line of stdout.split('\n').filter(Boolean)) print(`  ${line}`)
    },
  }
}

/** Every command that waits has a shorter limit of its own: this one is for an API server that does not answer. */
const longestCommandMs = 10 * 60_000

function kubectl(args: string[], input = '') {
  const { status, stdout, stderr, error } = spawnSync('kubectl', args, {
    input,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: longestCommandMs,
  })
  if (error && 'code' in error && error.code === 'ENOENT')
    throw new CannotDeploy(
      'The command kubectl is not installed: https://kubernetes.io/docs/tasks/tools says how to install it.',
    )
  if (error && 'code' in error && error.code === 'ETIMEDOUT')
    throw new CannotDeploy(`kubectl ${args.join(' ')} did not end within ${longestCommandMs / 60_000} minutes.`)
  if (error) throw error
  return { status, stdout, stderr }
}

function failed(args: string[], stderr: string): CannotDeploy {
  // kubectl also logs each of its attempts, which says nothing more.
  const reasons = stderr.split('\n').filter(line => line && !/^[EWI]\d{4} /.test(line))
  return new CannotDeploy(`kubectl ${args.join(' ')} failed: ${reasons.join('\n') || 'it gives no reason'}`)
}

/** Runs a script. A problem that an operator can solve becomes one line and the exit code 1. */
export async function asScript(run: () => void | Promise<void>): Promise<void> {
  try {
    await run()
  } catch (error) {
    if (!(error instanceof CannotDeploy)) throw error
    console.error(`zerodue: ${error.message}`)
    process.exitCode = 1
  }
}
