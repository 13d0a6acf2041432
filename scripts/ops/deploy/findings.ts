import { CannotDeploy } from './cluster.ts'

/** A problem and what to do about it. */
export interface Finding {
  /** A fatal problem stops a deployment. The others are notes: the functions run, but something is missing. */
  fatal: boolean
  words: string
}

export const problem = (words: string): Finding => ({ fatal: true, words })
export const note = (words: string): Finding => ({ fatal: false, words })

/** Prints the notes and throws when there are fatal problems. */
export function complain(findings: Finding[], print = (words: string) => console.log(words)): void {
  for (const { words } of findings.filter(one => !one.fatal)) print(`  note: ${words}`)
  const fatals = findings.filter(one => one.fatal)
  if (fatals.length) throw new CannotDeploy(fatals.map(({ words }) => words).join('\n         '))
}
