import { type Finding, note, problem } from './findings.ts'

/** The lines of the job `check` that begin with `wrong:` or `note:`. */
export function linesOf(output: string): Finding[] {
  return [...output.matchAll(/^(wrong|note): (.*)$/gm)].map(([, kind, words = '']) =>
    kind === 'wrong' ? problem(words) : note(words),
  )
}
