import { type Finding, problem } from './findings.ts'
import type { Resource } from './rendered.ts'

/** The overlay of the repository has names in example.org, in place of those of an installation. */
export function placeholderFindings(resources: Resource[]): Finding[] {
  const names = new Set(JSON.stringify(resources).match(/[\w.-]*\bexample\.org/g))
  if (!names.size) return []
  return [problem(`The overlay still has the names ${[...names].toSorted().join(', ')}: replace them with your own.`)]
}
