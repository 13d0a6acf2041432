import { spawnSync } from 'node:child_process'

/** What a person can mend: said in a sentence, without a stack. */
export class CannotDeploy extends Error {}

export interface Cluster {
  /** Asks, changes nothing, and answers what kubectl printed. Nothing where the thing does not exist. */
  ask(args: string[]): string | undefined
  /** Changes something: it is printed, and with --dry-run only that. */
  change(args: string[], input?: string): void
  /** Prints what is done, or would be. */
  say(what: string): void
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
    say: what => print(what),
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

function kubectl(args: string[], input = '') {
  const { status, stdout, stderr, error } = spawnSync('kubectl', args, {
    input,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (error && 'code' in error && error.code === 'ENOENT')
    throw new CannotDeploy(
      'The command kubectl cannot be found: https://kubernetes.io/docs/tasks/tools says how to get it.',
    )
  if (error) throw error
  return { status, stdout, stderr }
}

function failed(args: string[], stderr: string): CannotDeploy {
  // Beside the reason kubectl logs each of its attempts.
  const said = stderr.split('\n').filter(line => line && !/^[EWI]\d{4} /.test(line))
  return new CannotDeploy(`kubectl ${args.join(' ')} failed: ${said.join('\n') || 'it does not say why'}`)
}

/** Runs a script: what a person can mend is one line, and the exit code 1. */
export async function asScript(run: () => void | Promise<void>): Promise<void> {
  try {
    await run()
  } catch (error) {
    if (!(error instanceof CannotDeploy)) throw error
    console.error(`zerodue: ${error.message}`)
    process.exitCode = 1
  }
}
