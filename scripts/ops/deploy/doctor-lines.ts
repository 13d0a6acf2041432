import type { Finding } from './findings.ts'

/** Of what the job `check` prints: only what is wrong. */
export function linesOf(said: string): Finding[] {
  return said.split('\n').flatMap(line => {
    const words = /^wrong: (.*)$/.exec(line)?.[1]
    return words === undefined ? [] : [{ fatal: true, words }]
  })
}
