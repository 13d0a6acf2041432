import { type Finding, problem } from './findings.ts'

/** The lines of the job `check` that begin with `wrong:`. */
export function linesOf(output: string): Finding[] {
  return output.split('\n').flatMap(line => {
    const words = /^wrong: (.*)$/.exec(line)?.[1]
    return words === undefined ? [] : [problem(words)]
  })
}
